using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Application.Ports;

/// <summary>The result of a token count at a provider. The family is closed.</summary>
public abstract record ProviderCount
{
    private ProviderCount()
    {
    }

    /// <summary>Gets the result of a provider that counts no tokens.</summary>
    public static ProviderCount Unsupported { get; } = new Unavailable(null);

    /// <summary>The provider returned a count.</summary>
    /// <param name="Document">The provider's document, normally JSON; the bytes are not shared.</param>
    public sealed record Counted(ReadOnlyMemory<byte> Document) : ProviderCount
    {
        /// <summary>Gets the header fields that the caller should see.</summary>
        public EquatableArray<HeaderField> Headers { get; init; } = [];

        /// <summary>Gets the provider's id of the request; null if the provider sent none.</summary>
        public string? UpstreamRequestId { get; init; }
    }

    /// <summary>The provider refused the caller's request.</summary>
    /// <param name="Failure">The failure.</param>
    public sealed record Refused(UpstreamFailure Failure) : ProviderCount;

    /// <summary>The provider returned no count.</summary>
    /// <param name="Failure">The failure; null if the provider was not asked.</param>
    public sealed record Unavailable(UpstreamFailure? Failure) : ProviderCount;
}
