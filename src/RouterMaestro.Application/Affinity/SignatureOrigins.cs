using RouterMaestro.Domain;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Signatures;

namespace RouterMaestro.Application.Affinity;

/// <summary>Where the seals within one request came from, as far as it is remembered. Marked seals say that themselves.</summary>
/// <param name="Makers">The ids of the providers that made some of them.</param>
/// <param name="HasUnknown">Whether there are others.</param>
internal sealed record SignatureOrigins(EquatableArray<string> Makers, bool HasUnknown)
{
    public static SignatureOrigins None { get; } = new([], HasUnknown: false);

    /// <summary>Finds out where the seals of a request came from.</summary>
    public static SignatureOrigins Of(ReadOnlySpan<byte> request, ProtocolDescription protocol, AffinityStore book)
    {
        List<string> makers = [];
        var hasUnknown = false;
        foreach (var signature in new SignatureScanner(request, protocol))
        {
            if (ReasoningSignature.IsMarked(signature))
            {
                continue;
            }

            var maker = book.Find(SignatureText.Plain(signature));
            hasUnknown |= maker is null;
            if (maker is not null && !makers.Contains(maker))
            {
                makers.Add(maker);
            }
        }

        return makers.Count > 0 || hasUnknown ? new(makers.ToEquatableArray(), hasUnknown) : None;
    }

    /// <summary>Notes the seals that a provider gave.</summary>
    /// <param name="response">The answer, or a frame's data.</param>
    /// <param name="protocol">The dialect.</param>
    /// <param name="provider">The provider's id.</param>
    /// <param name="book">Takes them.</param>
    public static void Note(ReadOnlySpan<byte> response, ProtocolDescription protocol, string provider, AffinityStore book)
    {
        foreach (var signature in new SignatureScanner(response, protocol))
        {
            book.Note(SignatureText.Plain(signature), provider);
        }
    }

    /// <summary>Tells whether some of the seals are not a provider's.</summary>
    /// <param name="provider">The provider's id.</param>
    /// <param name="home">Who is taken for the maker of unknown ones.</param>
    public bool AreForeignTo(string provider, string home) =>
        (HasUnknown && !IsSame(home, provider)) || Makers.Any(maker => !IsSame(maker, provider));

    /// <summary>Tells whether two ids are one provider's.</summary>
    public static bool IsSame(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);
}
