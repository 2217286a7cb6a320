using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Protocols.Signatures;

/// <summary>Keeps reasoning signatures from a provider that did not make them. It decides for signatures without a mark of their origin.</summary>
public interface ISignatureFilter
{
    /// <summary>Returns true if a signature may be sent to the provider.</summary>
    /// <param name="signature">The signature.</param>
    bool Allows(string signature);

    /// <summary>Returns true if all signatures within a part of a request may be sent to the provider.</summary>
    /// <param name="part">The part, as JSON.</param>
    /// <param name="protocol">Its protocol.</param>
    bool Allows(ReadOnlySpan<byte> part, WireProtocol protocol);
}
