using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Signatures;

namespace RouterMaestro.Application.Affinity;

/// <summary>Allows the signatures that a provider is known to have made.</summary>
/// <param name="store">The known signatures.</param>
/// <param name="codecs">Describes the protocols.</param>
/// <param name="provider">The provider's id.</param>
/// <param name="home">The provider that unknown signatures are ascribed to.</param>
internal sealed class SignatureFilter(AffinityStore store, CodecRegistry codecs, string provider, string home) : ISignatureFilter
{
    public bool Allows(string signature) => SignatureOrigins.IsSame(store.Find(signature) ?? home, provider);

    public bool Allows(ReadOnlySpan<byte> piece, WireProtocol protocol) => !SignatureOrigins.Of(piece, codecs.DescriptionOf(protocol), store).AreForeignTo(provider, home);
}
