using System.Net;

namespace RouterMaestro.Infrastructure.Providers;

/// <summary>Finds the proxy through which providers are reached.</summary>
internal static class UpstreamProxy
{
    /// <summary>
    /// Takes the proxy from <c>HTTPS_PROXY</c>, <c>HTTP_PROXY</c>, <c>ALL_PROXY</c> and <c>NO_PROXY</c>, in lower or upper case, else
    /// from the system. Loopback addresses are never proxied.
    /// </summary>
    /// <param name="environment">Reads an environment variable; the process's own when null.</param>
    public static IWebProxy Create(Func<string, string?>? environment = null) =>
        new LoopbackFreeProxy(EnvironmentProxy.Find(environment ?? Environment.GetEnvironmentVariable) ?? HttpClient.DefaultProxy);
}
