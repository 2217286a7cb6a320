using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Protocols.Passthrough;

/// <summary>The result of one pass over a complete passthrough response.</summary>
public readonly record struct PassthroughReading
{
    /// <summary>Gets the place of the model's value, quotes included; empty if the response names no model.</summary>
    public ByteRange Model { get; init; }

    /// <summary>Gets the other edits, in the order of their places.</summary>
    public ReadOnlyMemory<BodyEdit> Edits { get; init; }

    /// <summary>Gets the names of what the edits repair.</summary>
    public EquatableArray<string> Repaired { get; init; }

    /// <summary>Gets the place of the error that a valid response tells of, in words of the provider; empty if there is none.</summary>
    public ByteRange Error { get; init; }

    /// <summary>Gets the usage; null if the response has none.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>Gets the finish reason; null if the response has none.</summary>
    public FinishReason? Finish { get; init; }

    /// <summary>Gets the failure; null if the body is a valid response.</summary>
    public UpstreamFailure? Failure { get; init; }
}
