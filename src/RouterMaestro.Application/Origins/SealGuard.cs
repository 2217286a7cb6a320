using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Application.Origins;

/// <summary>Keeps the seals of reasoning from providers that did not make them, where the seals do not say themselves whose they are.</summary>
public sealed class SealGuard
{
    private readonly OriginBook _book;
    private readonly string _provider;
    private readonly string _home;

    /// <summary>Makes the guard of a call to a provider.</summary>
    /// <param name="book">Knows who made which seals.</param>
    /// <param name="provider">The provider's id.</param>
    /// <param name="home">Who is taken for the maker of unknown ones.</param>
    internal SealGuard(OriginBook book, string provider, string home) => (_book, _provider, _home) = (book, provider, home);

    /// <summary>Tells whether a seal may go to the provider.</summary>
    /// <param name="seal">The seal.</param>
    internal bool LetsPass(string seal) => SealOrigins.IsSame(_book.Find(seal) ?? _home, _provider);

    /// <summary>Tells whether all seals within a piece of a request may go to the provider.</summary>
    /// <param name="piece">The piece, as JSON.</param>
    /// <param name="protocol">Its dialect.</param>
    internal bool LetsPass(ReadOnlySpan<byte> piece, WireProtocol protocol) => !SealOrigins.Of(piece, protocol, _book).AreForeignTo(_provider, _home);
}
