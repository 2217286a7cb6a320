using System.Net;

namespace RouterMaestro.Infrastructure.Providers.Transport;

/// <summary>Finds the proxy for requests to providers.</summary>
internal static class UpstreamProxy
{
    /// <summary>
    /// Creates the proxy from <c>HTTPS_PROXY</c>, <c>HTTP_PROXY</c>, <c>ALL_PROXY</c> and <c>NO_PROXY</c>, in lower or upper case, or
    /// from the system if none is set. Loopback addresses are never proxied.
    /// </summary>
    /// <param name="environment">Reads an environment variable; null for those of the process.</param>
    public static IWebProxy Create(Func<string, string?>? environment = null) =>
        new LoopbackFreeProxy(EnvironmentProxy.Find(environment ?? Environment.GetEnvironmentVariable) ?? HttpClient.DefaultProxy);
}

/// <summary>Bypasses a proxy for loopback addresses, which would mean the proxy's own machine.</summary>
/// <param name="inner">The proxy for all other requests.</param>
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
