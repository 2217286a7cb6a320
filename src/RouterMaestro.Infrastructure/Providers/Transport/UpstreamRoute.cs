using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Providers.Profiles;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Infrastructure.Providers.Transport;

/// <summary>How a provider is called in one of its dialects.</summary>
/// <param name="Protocol">The dialect.</param>
/// <param name="Codec">The dialect's codec.</param>
/// <param name="Description">The protocol's paths and header fields.</param>
/// <param name="Address">Where its calls go.</param>
internal sealed record UpstreamRoute(WireProtocol Protocol, IOutboundCodec Codec, ProtocolDescription Description, Uri Address)
{
    /// <summary>Gets the codec of calls that are no conversation; null for those that are.</summary>
    public IOperationCodec? OperationCodec { get; private init; }

    /// <summary>Gets where the size of a call can be asked for; null when the dialect has no such place.</summary>
    public Uri? CountAddress { get; private init; }

    public static UpstreamRoute For(ProviderProfile provider, WireProtocol protocol, CodecRegistry codecs)
    {
        var description = codecs.DescriptionOf(protocol);
        return new(protocol, codecs.OutboundFor(protocol), description, new Uri(provider.BaseAddress + description.Path))
        {
            CountAddress = description.CountPath is { } path ? new Uri(provider.BaseAddress + path) : null,
        };
    }

    /// <summary>Finds how a provider is called for something else than a conversation.</summary>
    public static UpstreamRoute For(ProviderProfile provider, IOperationCodec passing, CodecRegistry codecs)
    {
        var protocol = passing.Protocol;
        return new(protocol, codecs.OutboundFor(protocol), codecs.DescriptionOf(protocol), new Uri(provider.BaseAddress + passing.Path)) { OperationCodec = passing };
    }

    /// <summary>Gets where a call goes, with the caller's own query where the dialect is the caller's.</summary>
    public Uri AddressWith(string query) => With(Address, query);

    /// <summary>Gets where the size of a call is asked for, with the caller's own query.</summary>
    public Uri? CountAddressWith(string query) => CountAddress is null ? null : With(CountAddress, query);

    private static Uri With(Uri address, string query) => query.Length == 0 ? address : new Uri(address.OriginalString + query);
}
