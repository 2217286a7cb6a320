using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Application.Affinity;

/// <summary>Lets pass what a provider is remembered to have made.</summary>
/// <param name="book">Knows who made which seals.</param>
/// <param name="provider">The provider's id.</param>
/// <param name="home">Who is taken for the maker of unknown ones.</param>
internal sealed class SignatureFilter(AffinityStore book, string provider, string home) : ISignatureFilter
{
    public bool Allows(string signature) => SignatureOrigins.IsSame(book.Find(signature) ?? home, provider);

    public bool Allows(ReadOnlySpan<byte> piece, WireProtocol protocol) => !SignatureOrigins.Of(piece, protocol, book).AreForeignTo(provider, home);
}
