using System.Runtime.CompilerServices;
using System.Text.Json;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Protocols.RequestScanning;

/// <summary>The values that the pass over a request stores for the facts.</summary>
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
    Choices,
    Session,
}

/// <summary>A value stored by the pass over a request.</summary>
/// <param name="Place">The place of the value; empty if the request has none.</param>
/// <param name="Kind">The kind of the value.</param>
/// <param name="Children">The number of objects and arrays directly inside.</param>
internal readonly record struct SlotValue(ByteRange Place, JsonValueKind Kind, int Children)
{
    /// <summary>Gets the offset of the last object or array directly inside; 0 if it is unknown.</summary>
    public int LastChild { get; init; }

    /// <summary>Gets a value indicating whether the value is present; null counts as absent.</summary>
    public bool IsGiven => !Place.IsEmpty && Kind != JsonValueKind.Null;
}

/// <summary>The values of all slots.</summary>
[InlineArray((int)RequestSlot.Session + 1)]
internal struct SlotValues
{
    private SlotValue _first;
}
