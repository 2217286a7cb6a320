using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Application.Ports;

/// <summary>What came of asking a provider for the size of a request. The family is closed.</summary>
public abstract record ProviderCount
{
    private ProviderCount()
    {
    }

    /// <summary>Gets the outcome at a provider that cannot be asked.</summary>
    public static ProviderCount CannotTell { get; } = new Untold(null);

    /// <summary>The provider answered.</summary>
    /// <param name="Document">Its answer, JSON as a rule; nobody else writes into it.</param>
    public sealed record Counted(ReadOnlyMemory<byte> Document) : ProviderCount
    {
        /// <summary>Gets the header fields that the caller should see.</summary>
        public EquatableArray<HeaderField> Headers { get; init; } = [];

        /// <summary>Gets the provider's id of the request; null when it gave none.</summary>
        public string? UpstreamRequestId { get; init; }
    }

    /// <summary>The provider finds fault with the caller's request.</summary>
    /// <param name="Failure">What fault.</param>
    public sealed record Refused(UpstreamFailure Failure) : ProviderCount;

    /// <summary>The provider does not tell, or not now.</summary>
    /// <param name="Failure">Why; null when it was not asked.</param>
    public sealed record Untold(UpstreamFailure? Failure) : ProviderCount;
}
