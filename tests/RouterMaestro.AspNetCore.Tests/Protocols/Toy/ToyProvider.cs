using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RouterMaestro.AspNetCore.Tests.Protocols.Toy;

/// <summary>A simulated provider of the toy protocol. It writes its wire form by hand, so that the codec does not test itself.</summary>
public sealed class ToyProvider : IAsyncDisposable
{
    public const string Key = "toy-secret";

    public const string Whole = """{ "reply" : "hello \u00e9","end":"done", "cost":[3,2] }""";

    public const string Stream = "data: {\"bit\":\"hel\"}\n\ndata:{ \"bit\":\"lo \\u00e9\" }\n\ndata: {\"end\":\"done\",\"cost\":[3,2]}\n\n";

    private readonly WebApplication _app;

    private ToyProvider(WebApplication app) => _app = app;

    /// <summary>Gets the base address.</summary>
    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/box";

    /// <summary>Gets the calls that arrived, without those for the list of models.</summary>
    public ConcurrentQueue<ToyCall> Calls { get; } = [];

    /// <summary>Gets or sets the status of the next calls.</summary>
    public int Status { get; set; } = 200;

    /// <summary>Gets or sets the body of the next calls; null for the standard ones.</summary>
    public string? Body { get; set; }

    public static async Task<ToyProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var provider = new ToyProvider(app);
        app.Run(provider.ReplyAsync);
        await app.StartAsync();
        return provider;
    }

    public void Reset()
    {
        Calls.Clear();
        (Status, Body) = (200, null);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReplyAsync(HttpContext http)
    {
        if (http.Request.Headers["toy-key"] != Key)
        {
            http.Response.StatusCode = 401;
            await http.Response.WriteAsync("""{"oops":{"code":"who","text":"Who are you?"}}""");
            return;
        }

        if (http.Request.Path == "/box/models" && http.Request.Method == "GET")
        {
            await http.Response.WriteAsync("""{"toys":[{"toy":"bear","max":50},{"toy":"big/train"}]}""");
            return;
        }

        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var path = http.Request.Path.Value!;
        Calls.Enqueue(new ToyCall($"{http.Request.Method} {path}", Encoding.UTF8.GetString(body.ToArray())));
        var isStream = path.StartsWith("/box/stream/", StringComparison.Ordinal);
        http.Response.StatusCode = Status;
        http.Response.Headers["toy-request"] = "toy-1";
        http.Response.Headers["toy-ratelimit-requests-remaining"] = "7";
        http.Response.ContentType = isStream && Status == 200 ? "text/event-stream" : "application/json";
        await http.Response.WriteAsync(Body ?? (isStream ? Stream : Whole));
    }
}

/// <summary>A call that arrived at a toy provider.</summary>
/// <param name="Target">The method and the path.</param>
/// <param name="Body">The body.</param>
public sealed record ToyCall(string Target, string Body);
