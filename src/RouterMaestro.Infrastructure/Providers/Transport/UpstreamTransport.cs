using System.Net;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Infrastructure.Providers.Transport;

/// <summary>Makes the one connection pool of a provider.</summary>
internal static class UpstreamTransport
{
    public static HttpMessageInvoker Create(TimeLimits limits) => new(new SocketsHttpHandler
    {
        // nothing that a provider says may lead elsewhere, be stored or be unpacked behind our back
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseProxy = true,
        Proxy = UpstreamProxy.Create(),
        ConnectTimeout = limits.Connect ?? Timeout.InfiniteTimeSpan,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(60),
        ActivityHeadersPropagator = null,
        // enough to see the end of a finished stream; a provider that goes on sending is hung up on
        ResponseDrainTimeout = TimeSpan.FromMilliseconds(100),
    });
}
