using System.Net;

namespace RouterMaestro.Infrastructure.Providers;

/// <summary>The proxy that the environment names.</summary>
internal static class UpstreamProxy
{
    public static IWebProxy Create() => HttpClient.DefaultProxy;
}
