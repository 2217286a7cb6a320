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

    // an address for each protocol and for counts, at the hosts of two tokens
    private const int MaxMoved = 8;

    private (Uri From, Uri To, Uri Result)[] _moved = [];

    /// <summary>Sets the key header, and the address if the credential has one. A second credential replaces the first.</summary>
    /// <param name="request">The request.</param>
    /// <param name="address">The request's address at the configured base address.</param>
    /// <param name="protocol">The protocol of the request.</param>
    /// <param name="credential">The credential; null for none.</param>
    public void Apply(HttpRequestMessage request, Uri address, ProtocolDescription protocol, ProviderCredential? credential)
    {
        request.RequestUri = credential?.BaseAddress is { } own ? Moved(address, own) : address;
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

    /// <summary>Moves an address to the one of a credential. Both are the same objects call after call, and an address that is read anew costs more than all header fields.</summary>
    private Uri Moved(Uri address, Uri own)
    {
        var known = Volatile.Read(ref _moved);
        foreach (var (from, to, result) in known)
        {
            if (ReferenceEquals(from, address) && ReferenceEquals(to, own))
            {
                return result;
            }
        }

        var moved = new Uri(own.OriginalString.TrimEnd('/') + address.OriginalString[provider.BaseAddress.Length..]);
        if (address.Query.Length == 0)
        {
            // one with a query of the caller's is made for its call; of two calls at once, one may forget the other's, which is made again
            Volatile.Write(ref _moved, [(address, own, moved), .. known.Take(MaxMoved - 1)]);
        }

        return moved;
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
