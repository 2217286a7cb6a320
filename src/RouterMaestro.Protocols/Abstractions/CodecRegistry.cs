using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;

namespace RouterMaestro.Protocols.Abstractions;

/// <summary>Finds the codecs by dialect.</summary>
public sealed class CodecRegistry
{
    private readonly Dictionary<WireProtocol, IInboundCodec> _inbound;
    private readonly Dictionary<WireProtocol, IOutboundCodec> _outbound;

    private readonly Dictionary<CallOperation, IOperationCodec> _operations;

    /// <summary>Registers codecs.</summary>
    /// <param name="inbound">The callers' halves.</param>
    /// <param name="outbound">The providers' halves.</param>
    /// <param name="passing">The operations besides conversation.</param>
    public CodecRegistry(IEnumerable<IInboundCodec> inbound, IEnumerable<IOutboundCodec> outbound, IEnumerable<IOperationCodec>? passing = null)
    {
        _operations = (passing ?? []).ToDictionary(c => c.Operation);
        _inbound = inbound.ToDictionary(c => c.Protocol);
        _outbound = outbound.ToDictionary(c => c.Protocol);
    }

    /// <summary>Gets the callers' halves.</summary>
    public IReadOnlyCollection<IInboundCodec> Inbound => _inbound.Values;

    /// <summary>Gets the providers' halves.</summary>
    public IReadOnlyCollection<IOutboundCodec> Outbound => _outbound.Values;

    /// <summary>Gets the operations besides conversation.</summary>
    public IReadOnlyCollection<IOperationCodec> Operations => _operations.Values;

    /// <summary>Gets the codec of an operation besides conversation.</summary>
    /// <param name="operation">The operation.</param>
    /// <exception cref="KeyNotFoundException">No codec of that operation is registered.</exception>
    public IOperationCodec OperationCodecFor(CallOperation operation) => _operations[operation];

    /// <summary>Gets the callers' half of a dialect.</summary>
    /// <param name="protocol">The dialect.</param>
    /// <exception cref="KeyNotFoundException">No codec of that dialect is registered.</exception>
    public IInboundCodec InboundFor(WireProtocol protocol) => _inbound[protocol];

    /// <summary>Gets the providers' half of a dialect.</summary>
    /// <param name="protocol">The dialect.</param>
    /// <exception cref="KeyNotFoundException">No codec of that dialect is registered.</exception>
    public IOutboundCodec OutboundFor(WireProtocol protocol) => _outbound[protocol];

    /// <summary>Gets the description of a protocol.</summary>
    /// <param name="protocol">The protocol.</param>
    /// <exception cref="KeyNotFoundException">No codec of that protocol is registered.</exception>
    public ProtocolDescription DescriptionOf(WireProtocol protocol) =>
        _inbound.TryGetValue(protocol, out var inbound) ? inbound.Description : _outbound[protocol].Description;

    /// <summary>Tells whether the providers' half of a dialect is there.</summary>
    /// <param name="protocol">The dialect.</param>
    public bool HasOutbound(WireProtocol protocol) => _outbound.ContainsKey(protocol);
}
