using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;

namespace RouterMaestro.Protocols.Abstractions;

/// <summary>Finds codecs by protocol.</summary>
public sealed class CodecRegistry
{
    private readonly Dictionary<WireProtocol, IInboundCodec> _inbound;
    private readonly Dictionary<WireProtocol, IOutboundCodec> _outbound;

    private readonly Dictionary<CallOperation, IOperationCodec> _operations;

    /// <summary>Registers codecs.</summary>
    /// <param name="inbound">The codecs for callers.</param>
    /// <param name="outbound">The codecs for providers.</param>
    /// <param name="operations">The codecs of the operations besides chat.</param>
    /// <exception cref="InvalidOperationException">
    /// Two protocols have the same name or route, or a protocol has no route for calls. The message names the codecs.
    /// </exception>
    public CodecRegistry(IEnumerable<IInboundCodec> inbound, IEnumerable<IOutboundCodec> outbound, IEnumerable<IOperationCodec>? operations = null)
    {
        var (callers, providers) = (inbound.ToArray(), outbound.ToArray());
        CodecRules.Check(callers, providers);
        _operations = (operations ?? []).ToDictionary(c => c.Operation);
        _inbound = callers.ToDictionary(c => c.Protocol);
        _outbound = providers.ToDictionary(c => c.Protocol);
        Protocols = [.. callers.Select(c => c.Protocol).Union(providers.Select(c => c.Protocol))];
    }

    /// <summary>Gets the protocols, in the order of registration.</summary>
    public IReadOnlyList<WireProtocol> Protocols { get; }

    /// <summary>Gets the codecs for callers.</summary>
    public IReadOnlyCollection<IInboundCodec> Inbound => _inbound.Values;

    /// <summary>Gets the codecs for providers.</summary>
    public IReadOnlyCollection<IOutboundCodec> Outbound => _outbound.Values;

    /// <summary>Gets the codecs of the operations besides chat.</summary>
    public IReadOnlyCollection<IOperationCodec> Operations => _operations.Values;

    /// <summary>Finds a protocol by its configuration name.</summary>
    /// <param name="name">The name, in any case.</param>
    /// <returns>The protocol, or null when no codec has a protocol of that name.</returns>
    public WireProtocol? FindProtocol(string name) =>
        Protocols.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Returns the codec of an operation besides chat.</summary>
    /// <param name="operation">The operation.</param>
    /// <exception cref="KeyNotFoundException">No codec of that operation is registered.</exception>
    public IOperationCodec OperationCodecFor(CallOperation operation) => _operations[operation];

    /// <summary>Gets the codec of an operation besides conversation whose requests have a body.</summary>
    /// <param name="operation">The operation.</param>
    /// <exception cref="KeyNotFoundException">No codec of that operation is registered.</exception>
    /// <exception cref="InvalidCastException">The requests of that operation have no body.</exception>
    public IOperationBodyCodec BodyCodecFor(CallOperation operation) => (IOperationBodyCodec)_operations[operation];

    /// <summary>Returns the codec for callers of a protocol.</summary>
    /// <param name="protocol">The protocol.</param>
    /// <exception cref="KeyNotFoundException">No codec of that protocol is registered.</exception>
    public IInboundCodec InboundFor(WireProtocol protocol) => _inbound[protocol];

    /// <summary>Returns the codec for providers of a protocol.</summary>
    /// <param name="protocol">The protocol.</param>
    /// <exception cref="KeyNotFoundException">No codec of that protocol is registered.</exception>
    public IOutboundCodec OutboundFor(WireProtocol protocol) => _outbound[protocol];

    /// <summary>Returns the description of a protocol.</summary>
    /// <param name="protocol">The protocol.</param>
    /// <exception cref="KeyNotFoundException">No codec of that protocol is registered.</exception>
    public ProtocolDescription DescriptionOf(WireProtocol protocol) =>
        _inbound.TryGetValue(protocol, out var inbound) ? inbound.Description : _outbound[protocol].Description;

    /// <summary>Finds the description of a protocol.</summary>
    /// <param name="protocol">The protocol.</param>
    /// <returns>The description; null if no codec of that protocol is registered.</returns>
    public ProtocolDescription? FindDescription(WireProtocol protocol) => Protocols.Contains(protocol) ? DescriptionOf(protocol) : null;

    /// <summary>Returns true if a codec for providers of the protocol is registered.</summary>
    /// <param name="protocol">The protocol.</param>
    public bool HasOutbound(WireProtocol protocol) => _outbound.ContainsKey(protocol);
}
