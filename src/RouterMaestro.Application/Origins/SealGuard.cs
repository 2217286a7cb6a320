using RouterMaestro.Application.Protocols;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Application.Origins;

/// <summary>Lets pass what a provider is remembered to have made.</summary>
/// <param name="book">Knows who made which seals.</param>
/// <param name="provider">The provider's id.</param>
/// <param name="home">Who is taken for the maker of unknown ones.</param>
internal sealed class SealGuard(OriginBook book, string provider, string home) : ISealGuard
{
    public bool LetsPass(string seal) => SealOrigins.IsSame(book.Find(seal) ?? home, provider);

    public bool LetsPass(ReadOnlySpan<byte> piece, WireProtocol protocol) => !SealOrigins.Of(piece, protocol, book).AreForeignTo(provider, home);
}
