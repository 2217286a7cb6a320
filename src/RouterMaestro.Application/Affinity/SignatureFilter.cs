using System.Text;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Signatures;

namespace RouterMaestro.Application.Affinity;

/// <summary>Allows the signatures that a provider is known to have made.</summary>
/// <param name="store">The known signatures.</param>
/// <param name="codecs">Describes the protocols.</param>
/// <param name="provider">The provider's id.</param>
/// <param name="home">The provider that unknown signatures are ascribed to.</param>
internal sealed class SignatureFilter(IAffinityStore store, CodecRegistry codecs, string provider, string home) : ISignatureFilter
{
    public bool Allows(string signature) => SignatureOrigins.IsSame(store.FindSignature(Encoding.UTF8.GetBytes(signature)) ?? home, provider);

    public bool Allows(ReadOnlySpan<byte> part, WireProtocol protocol) => !SignatureOrigins.Of(part, codecs.DescriptionOf(protocol), store).AreForeignTo(provider, home);
}
