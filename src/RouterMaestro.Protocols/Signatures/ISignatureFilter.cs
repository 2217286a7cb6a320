using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Protocols.Signatures;

/// <summary>Keeps seals of reasoning from a provider that did not make them, where the seals do not say themselves whose they are.</summary>
public interface ISignatureFilter
{
    /// <summary>Tells whether a seal may go to the provider.</summary>
    /// <param name="signature">The seal.</param>
    bool Allows(string signature);

    /// <summary>Tells whether all seals within a piece of a request may go to the provider.</summary>
    /// <param name="piece">The piece, as JSON.</param>
    /// <param name="protocol">Its dialect.</param>
    bool Allows(ReadOnlySpan<byte> piece, WireProtocol protocol);
}
