using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RouterMaestro.Testing;

namespace RouterMaestro.ClientStage;

/// <summary>Tells clients what the provider saw: <c>GET /left?text=…</c> waits until the gateway has left the call with those words.</summary>
internal sealed class Observer : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly WebApplication _app;

    private Observer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public static async Task<Observer> StartAsync(UpstreamSimulator upstream)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/left", context => TellAsync(context, upstream));
        await app.StartAsync();
        return new Observer(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task TellAsync(HttpContext context, UpstreamSimulator upstream)
    {
        var words = context.Request.Query["text"].ToString();
        var call = upstream.Calls.FirstOrDefault(c => c.Content.LastUserText.Contains(words, StringComparison.Ordinal));
        if (call is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(_patience);
        try
        {
            await call.WaitForClientToLeaveAsync(patience.Token);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        catch (OperationCanceledException)
        {
            context.Response.StatusCode = StatusCodes.Status408RequestTimeout;
        }
    }
}
