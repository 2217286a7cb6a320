using System.Net;

namespace RouterMaestro.Infrastructure.Providers;

/// <summary>Keeps requests to this machine away from a proxy, which would look for them on its own.</summary>
/// <param name="inner">The proxy of all other requests.</param>
internal sealed class LoopbackFreeProxy(IWebProxy inner) : IWebProxy
{
    public ICredentials? Credentials
    {
        get => inner.Credentials;
        set => inner.Credentials = value;
    }

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : inner.GetProxy(destination);

    public bool IsBypassed(Uri host) => IsLoopback(host) || inner.IsBypassed(host);

    private static bool IsLoopback(Uri address) =>
        address.IsLoopback || address.IdnHost.TrimEnd('.') is var host
        && (host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase));
}
