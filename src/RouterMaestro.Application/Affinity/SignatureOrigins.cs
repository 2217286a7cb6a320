using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Signatures;

namespace RouterMaestro.Application.Affinity;

/// <summary>The providers of the reasoning signatures in a request, as far as they are known. Marked signatures name their provider themselves and are left out.</summary>
/// <param name="Providers">The ids of the known providers.</param>
/// <param name="HasUnknown">Whether the request has signatures of unknown origin.</param>
internal sealed record SignatureOrigins(EquatableArray<string> Providers, bool HasUnknown)
{
    public static SignatureOrigins None { get; } = new([], HasUnknown: false);

    /// <summary>Finds the providers of the signatures in a request.</summary>
    public static SignatureOrigins Of(ReadOnlySpan<byte> request, ProtocolDescription protocol, IAffinityStore store)
    {
        List<string> providers = [];
        var hasUnknown = false;
        foreach (var signature in new SignatureScanner(request, protocol))
        {
            if (ReasoningSignature.IsMarked(signature))
            {
                continue;
            }

            var provider = store.FindSignature(SignatureText.Plain(signature));
            hasUnknown |= provider is null;
            if (provider is not null && !providers.Contains(provider))
            {
                providers.Add(provider);
            }
        }

        return providers.Count > 0 || hasUnknown ? new(providers.ToEquatableArray(), hasUnknown) : None;
    }

    /// <summary>Records the signatures in a response.</summary>
    /// <param name="response">The response, or the data of a frame.</param>
    /// <param name="protocol">Its protocol.</param>
    /// <param name="provider">The provider's id.</param>
    /// <param name="store">Records them.</param>
    public static void Remember(ReadOnlySpan<byte> response, ProtocolDescription protocol, string provider, IAffinityStore store)
    {
        foreach (var signature in new SignatureScanner(response, protocol))
        {
            store.RememberSignature(SignatureText.Plain(signature), provider);
        }
    }

    /// <summary>Returns true if a signature belongs to another provider than the given one.</summary>
    /// <param name="provider">The provider's id.</param>
    /// <param name="home">The provider that signatures of unknown origin are ascribed to.</param>
    public bool AreForeignTo(string provider, string home) =>
        (HasUnknown && !IsSame(home, provider)) || Providers.Any(known => !IsSame(known, provider));

    /// <summary>Returns true if two ids name the same provider.</summary>
    public static bool IsSame(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);
}
