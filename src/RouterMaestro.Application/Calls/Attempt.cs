using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Application.Calls;

/// <summary>The result of a call to one candidate. The family is closed.</summary>
public abstract record Attempt
{
    private Attempt()
    {
    }

    /// <summary>Gets the failures of earlier attempts at the same candidate; empty if the first attempt decided.</summary>
    public EquatableArray<UpstreamFailure> Earlier { get; init; } = [];

    /// <summary>Gets the number of requests sent to the candidate.</summary>
    public int Attempts => Earlier.Count + 1;

    /// <summary>The candidate responds: its first content, or its complete response, has arrived.</summary>
    /// <param name="Response">The response.</param>
    public sealed record Committed(ProviderResponse Response) : Attempt;

    /// <summary>The candidate failed before its first content, so that another candidate may respond.</summary>
    /// <param name="Failure">The failure.</param>
    public sealed record Failed(UpstreamFailure Failure) : Attempt
    {
        /// <summary>Gets the names of the fields that the request lost in translation.</summary>
        public EquatableArray<string> Lost { get; init; } = [];

        /// <summary>Gets the protocol in which the provider says that it serves the model; null if it named none.</summary>
        public WireProtocol? ServedIn { get; init; }
    }
}
