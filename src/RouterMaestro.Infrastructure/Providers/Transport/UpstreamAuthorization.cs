using RouterMaestro.Infrastructure.Providers.Modules;
using RouterMaestro.Infrastructure.Providers.Profiles;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Infrastructure.Providers.Transport;

/// <summary>Adds credentials to requests.</summary>
/// <param name="provider">The provider.</param>
/// <param name="sendsBearer">Whether the credential is a bearer token in every protocol.</param>
internal sealed class UpstreamAuthorization(ProviderProfile provider, bool sendsBearer)
{
    private const string BearerHeader = "Authorization";

    /// <summary>Sets the key header, and the address if the credential has one. A second credential replaces the first.</summary>
    /// <param name="request">The request.</param>
    /// <param name="address">The request's address at the configured base address.</param>
    /// <param name="protocol">The protocol of the request.</param>
    /// <param name="credential">The credential; null for none.</param>
    public void Apply(HttpRequestMessage request, Uri address, ProtocolDescription protocol, ProviderCredential? credential)
    {
        request.RequestUri = credential?.BaseAddress is { } own
            ? new Uri(own.OriginalString.TrimEnd('/') + address.OriginalString[provider.BaseAddress.Length..])
            : address;
        var field = sendsBearer ? BearerHeader : protocol.KeyHeader;
        if (IsConfigured(field))
        {
            return;
        }

        request.Headers.Remove(field);
        if (credential is not null)
        {
            request.Headers.TryAddWithoutValidation(field, (sendsBearer ? "Bearer " : protocol.KeyPrefix) + credential.Secret);
        }
    }

    // configured fields override all others
    private bool IsConfigured(string field)
    {
        foreach (var header in provider.Headers)
        {
            if (header.Name.Equals(field, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
