using System.Runtime.CompilerServices;
using System.Text.Json;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.RequestScanning;

/// <summary>Where the one pass over a request keeps the values that facts are made of.</summary>
internal enum RequestSlot
{
    Model,
    Stream,
    Messages,
    Tools,
    LegacyTools,
    MaxTokens,
    MaxCompletionTokens,
    StreamOptions,
    Effort,
    Reasoning,
    Thinking,
    OutputFormat,
    OutputConfig,
    PreviousResponse,
    Conversation,
    Prompt,
    Background,
    Thread,
}

/// <summary>A value that the pass over a request kept.</summary>
/// <param name="Place">Where it stands; empty when the request does not have it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Children">The number of objects and arrays directly inside.</param>
internal readonly record struct SlotValue(ByteRange Place, JsonValueKind Kind, int Children)
{
    /// <summary>Gets a value indicating whether the request says anything here: null counts as absent.</summary>
    public bool IsGiven => !Place.IsEmpty && Kind != JsonValueKind.Null;
}

/// <summary>The values of all slots.</summary>
[InlineArray((int)RequestSlot.Thread + 1)]
internal struct SlotValues
{
    private SlotValue _first;
}
