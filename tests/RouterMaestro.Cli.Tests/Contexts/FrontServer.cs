using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RouterMaestro.Cli.Tests.Contexts;

/// <summary>A server in front of a gateway, as a reverse proxy would be: with TLS, and perhaps below a path.</summary>
internal sealed class FrontServer : IAsyncDisposable
{
    private static readonly HashSet<string> _notForwarded = new(StringComparer.OrdinalIgnoreCase) { "Host", "Content-Length", "Content-Type", "Transfer-Encoding", "Connection" };

    private readonly WebApplication _app;

    private FrontServer(WebApplication app) => _app = app;

    /// <summary>Gets the port.</summary>
    public int Port => new Uri(_app.Urls.Single()).Port;

    /// <summary>Starts a server.</summary>
    /// <param name="respond">Responds.</param>
    /// <param name="certificate">The certificate; null for plain http.</param>
    public static async Task<FrontServer> StartAsync(RequestDelegate respond, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        var app = builder.Build();
        app.Run(respond);
        await app.StartAsync();
        return new(app);
    }

    /// <summary>Starts a server that forwards what is below a path to a gateway.</summary>
    public static Task<FrontServer> BeforeAsync(Uri gateway, string prefix, X509Certificate2? certificate = null)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        return StartAsync(context => ForwardAsync(context, http, gateway, prefix), certificate);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task ForwardAsync(HttpContext context, HttpClient http, Uri gateway, string prefix)
    {
        if (!context.Request.Path.StartsWithSegments(prefix, out var rest))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(gateway, rest.Value + context.Request.QueryString.Value));
        if (context.Request.ContentLength > 0)
        {
            request.Content = new StreamContent(context.Request.Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
        }

        foreach (var header in context.Request.Headers.Where(header => !_notForwarded.Contains(header.Key)))
        {
            request.Headers.TryAddWithoutValidation(header.Key, (IEnumerable<string?>)header.Value);
        }

        using var response = await http.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
