using System.Collections.Frozen;
using RouterMaestro.Application.Calls;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Providers.Modules;
using RouterMaestro.Infrastructure.Providers.Profiles;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Infrastructure.Providers.Transport;

/// <summary>The address and codec of a provider for one of its protocols.</summary>
/// <param name="Protocol">The protocol.</param>
/// <param name="Codec">The protocol's codec.</param>
/// <param name="Description">The protocol's paths and header fields.</param>
/// <param name="Address">The address for calls.</param>
internal sealed record UpstreamRoute(WireProtocol Protocol, IOutboundCodec Codec, ProtocolDescription Description, Uri Address)
{
    /// <summary>Gets the provider's header fields that are forwarded to the caller, besides <c>retry-after</c> and rate limits.</summary>
    public FrozenSet<string> ForwardedHeaders { get; private init; } = [];

    /// <summary>Gets what reads the provider's additions to its responses; null if there are none.</summary>
    public IResponseExtras? Extras { get; init; }

    /// <summary>Gets whether the provider's streams have no finish reason.</summary>
    public bool OmitsFinishReason { get; private init; }

    /// <summary>Gets whether the choices of a response are pieces of one response.</summary>
    public bool SplitsChoices { get; init; }

    /// <summary>Gets the function that returns the finish reason of a response without content, or null for a failure; null if all are failures.</summary>
    public Func<CandidateCall, TokenUsage, FinishReason?>? FindFinishOfEmpty { get; init; }

    /// <summary>Gets the codec of an operation other than chat, such as embeddings; null for chat.</summary>
    public IOperationCodec? OperationCodec { get; private init; }

    /// <summary>Gets the address for token counts; null if the protocol has none.</summary>
    public Uri? CountAddress { get; init; }

    public static UpstreamRoute For(ProviderProfile provider, WireProtocol protocol, CodecRegistry codecs)
    {
        var description = codecs.DescriptionOf(protocol);
        return new(protocol, codecs.OutboundFor(protocol), description, new Uri(provider.BaseAddress + description.Path))
        {
            ForwardedHeaders = codecs.ForwardedResponseHeaders,
            OmitsFinishReason = provider.OmitsFinishReason,
            CountAddress = description.CountPath is { } path ? new Uri(provider.BaseAddress + path) : null,
        };
    }

    /// <summary>Creates the route of an operation other than chat.</summary>
    public static UpstreamRoute For(ProviderProfile provider, IOperationCodec operation, CodecRegistry codecs)
    {
        var protocol = operation.Protocol;
        return new(protocol, codecs.OutboundFor(protocol), codecs.DescriptionOf(protocol), new Uri(provider.BaseAddress + operation.Path))
        {
            ForwardedHeaders = codecs.ForwardedResponseHeaders,
            OperationCodec = operation,
        };
    }

    /// <summary>Returns whether a provider's header field is forwarded to the caller.</summary>
    /// <param name="name">The field's name, in any case.</param>
    public bool ForwardsToCaller(string name) =>
        name.Equals("retry-after", StringComparison.OrdinalIgnoreCase) || name.Contains("ratelimit", StringComparison.OrdinalIgnoreCase) || ForwardedHeaders.Contains(name);

    /// <summary>Gets the address for a call with the caller's query, for calls in the caller's protocol.</summary>
    public Uri AddressWith(string query) => With(Address, query);

    /// <summary>Gets the address for token counts with the caller's query.</summary>
    public Uri? CountAddressWith(string query) => CountAddress is null ? null : With(CountAddress, query);

    private static Uri With(Uri address, string query) => query.Length == 0 ? address : new Uri(address.OriginalString + query);
}
