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

    /// <summary>Creates the result of a provider that returned a count.</summary>
    /// <param name="document">The provider's document, normally JSON; the bytes are not shared.</param>
    /// <param name="headers">The header fields that the caller should see.</param>
    /// <param name="upstreamRequestId">The provider's id of the request; null if the provider sent none.</param>
    public static ProviderCount Of(ReadOnlyMemory<byte> document, EquatableArray<HeaderField> headers, string? upstreamRequestId) =>
        new Counted(document, headers, upstreamRequestId);

    /// <summary>Creates the result of a provider that refused the caller's request, which the caller then gets as an error.</summary>
    /// <param name="failure">The failure.</param>
    public static ProviderCount Refuse(UpstreamFailure failure) => new Refused(failure);

    /// <summary>Creates the result of a provider that failed, so that the tokens are estimated.</summary>
    /// <param name="failure">The failure.</param>
    public static ProviderCount Fail(UpstreamFailure failure) => new Unavailable(failure);

    internal sealed record Counted(ReadOnlyMemory<byte> Document, EquatableArray<HeaderField> Headers, string? UpstreamRequestId) : ProviderCount;

    internal sealed record Refused(UpstreamFailure Failure) : ProviderCount;

    /// <summary>The provider returned no count.</summary>
    /// <param name="Failure">The failure; null if the provider was not asked.</param>
    internal sealed record Unavailable(UpstreamFailure? Failure) : ProviderCount;
}
