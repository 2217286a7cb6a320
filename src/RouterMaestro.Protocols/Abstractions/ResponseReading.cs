using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Protocols.Abstractions;

/// <summary>What a provider's answer turned out to be: an answer, or a failure behind a success status.</summary>
public readonly record struct ResponseReading
{
    /// <summary>An answer.</summary>
    /// <param name="response">The answer.</param>
    public ResponseReading(ChatResponse response) => Response = response;

    /// <summary>A failure.</summary>
    /// <param name="failure">The failure.</param>
    public ResponseReading(UpstreamFailure failure) => Failure = failure;

    /// <summary>Gets the answer; null when there is a failure.</summary>
    public ChatResponse? Response { get; }

    /// <summary>Gets the failure; null when there is an answer.</summary>
    public UpstreamFailure? Failure { get; }
}
