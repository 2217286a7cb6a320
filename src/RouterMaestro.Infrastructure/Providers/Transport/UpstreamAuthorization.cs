using RouterMaestro.Infrastructure.Providers.Modules;
using RouterMaestro.Infrastructure.Providers.Profiles;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Infrastructure.Providers.Transport;

/// <summary>Adds credentials to requests.</summary>
internal sealed class UpstreamAuthorization(ProviderProfile provider)
{
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
        if (IsConfigured(protocol.KeyHeader))
        {
            return;
        }

        request.Headers.Remove(protocol.KeyHeader);
        if (credential is not null)
        {
            request.Headers.TryAddWithoutValidation(protocol.KeyHeader, protocol.KeyPrefix + credential.Secret);
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
