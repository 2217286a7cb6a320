using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Protocols.Passthrough;

/// <summary>What one pass over a whole answer that travels untouched gave.</summary>
public readonly record struct PassthroughReading
{
    /// <summary>Gets the place of the model's value, quotes included; empty when the answer names no model.</summary>
    public ByteRange Model { get; init; }

    /// <summary>Gets what else is rewritten, in the order of the places.</summary>
    public ReadOnlyMemory<BodyEdit> Edits { get; init; }

    /// <summary>Gets the usage; null when the answer tells none.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>Gets why the answer ended; null when it does not say.</summary>
    public FinishReason? Finish { get; init; }

    /// <summary>Gets why the answer is none; null when it is one.</summary>
    public UpstreamFailure? Failure { get; init; }
}
