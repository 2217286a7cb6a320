using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RouterMaestro.AspNetCore.Pipeline;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Control;

/// <summary>Lets the starter of a gateway recognize and stop it, from this machine only.</summary>
/// <param name="control">What a request must know.</param>
/// <param name="drainPeriod">The time that running calls have when the gateway stops.</param>
internal sealed partial class ControlEndpoints(GatewayControl control, TimeSpan drainPeriod)
{
    private const string Scheme = "Bearer ";

    private static readonly string _version =
        typeof(ControlEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Maps the routes.</summary>
    public void Map(WebApplication app)
    {
        var (lifetime, logger) = (app.Lifetime, app.Services.GetRequiredService<ILogger<ControlEndpoints>>());
        app.MapGet(GatewayControl.Path, (RequestDelegate)(http => AnswerAsync(http)));
        app.MapPost(GatewayControl.StopPath, (RequestDelegate)(http => AnswerAsync(http, () => Stop(lifetime, logger))));
    }

    private static void Stop(IHostApplicationLifetime lifetime, ILogger logger)
    {
        LogStop(logger);
        lifetime.StopApplication();
    }

    // a request from elsewhere learns no more than of a path that does not exist
    private Task AnswerAsync(HttpContext http, Action? afterwards = null)
    {
        if (!IsOfThisMachine(http) || !IsFromStarter(http))
        {
            return AdminErrors.WriteAsync(http, new RouterError(RouterErrorKind.NotFound, StatusCodes.Status404NotFound, $"There is no endpoint {http.Request.Method} {http.Request.Path}."));
        }

        if (afterwards is not null)
        {
            http.Response.OnCompleted(() =>
            {
                afterwards();
                return Task.CompletedTask;
            });
        }

        var contract = new ControlContract(control.Instance, Environment.ProcessId, _version, drainPeriod.TotalSeconds);
        return JsonResult.WriteAsync(http, contract, ControlJson.Default.ControlContract);
    }

    private static bool IsOfThisMachine(HttpContext http) =>
        http.Connection.RemoteIpAddress is not { } caller || IPAddress.IsLoopback(caller) || caller.Equals(http.Connection.LocalIpAddress);

    private bool IsFromStarter(HttpContext http) =>
        http.Request.Headers.Authorization is [{ } text] && text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && control.Accepts(text.AsSpan(Scheme.Length));

    [LoggerMessage(4007, LogLevel.Information, "The gateway stops, as its starter asks")]
    private static partial void LogStop(ILogger logger);
}
