using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Protocols.Abstractions;

/// <summary>The result of reading a provider's response with a success status: a response or a failure.</summary>
public readonly record struct ResponseReading
{
    /// <summary>Creates a reading of a response.</summary>
    /// <param name="response">The response.</param>
    public ResponseReading(ChatResponse response) => Response = response;

    /// <summary>Creates a reading of a failure.</summary>
    /// <param name="failure">The failure.</param>
    public ResponseReading(UpstreamFailure failure) => Failure = failure;

    /// <summary>Gets the response; null if there is a failure.</summary>
    public ChatResponse? Response { get; }

    /// <summary>Gets the names of the fields that the response cannot hold.</summary>
    public EquatableArray<string> Losses { get; init; } = [];

    /// <summary>Gets the failure; null if there is a response.</summary>
    public UpstreamFailure? Failure { get; }

    /// <summary>Gets what a response that holds nothing cost in tokens; null if there is a response, or the provider did not say.</summary>
    internal TokenUsage? Usage { get; init; }
}
