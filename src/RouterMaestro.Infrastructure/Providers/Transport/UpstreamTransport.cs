using System.Net;
using System.Text;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Infrastructure.Providers.Transport;

/// <summary>Creates the connection pool of a provider.</summary>
internal static class UpstreamTransport
{
    public static HttpMessageInvoker Create(TimeLimits limits) => new(CreateHandler(limits));

    /// <summary>Creates the handler of a connection pool.</summary>
    public static SocketsHttpHandler CreateHandler(TimeLimits limits) => new()
    {
        // a response must not redirect the request to another host or store cookies. DecodedContent decodes: the handler would ask for codings
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseProxy = true,
        Proxy = UpstreamProxy.Create(),
        ConnectTimeout = limits.Connect ?? Timeout.InfiniteTimeSpan,

        // by default a value outside ASCII fails the request
        RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(60),
        ActivityHeadersPropagator = null,
        // enough to read the end of a finished stream; a provider that keeps sending is disconnected
        ResponseDrainTimeout = TimeSpan.FromMilliseconds(100),
    };
}
