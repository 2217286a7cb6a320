using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using RouterMaestro.AspNetCore.Pipeline;
using RouterMaestro.Limits;

namespace RouterMaestro;

/// <summary>Sets up the server of a gateway that creates its own host.</summary>
internal static class GatewayServer
{
    // agents send some twenty fields, one of which may hold the metadata of a turn
    private const int MaxHeaderBytes = 64 * 1024;

    /// <summary>Adds the server, its logging and its lifetime.</summary>
    /// <exception cref="GatewaySetupException">The options name no valid address.</exception>
    public static void UseGatewayServer(this WebApplicationBuilder builder, GatewayOptions options)
    {
        var listen = ListeningAddress.Of(options);
        builder.WebHost.UseKestrelCore();

        // the defaults of endpoints hold only for those that are added later
        builder.Services.AddConnectionGate();
        builder.WebHost.ConfigureKestrel(listen);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, CallerLifetime>();
        builder.Logging.AddGatewayLogging(options.LogLevel);
    }

    /// <summary>Lets all connections of endpoints that are added later pass a gate.</summary>
    public static void AddConnectionGate(this IServiceCollection services)
    {
        services.AddSingleton<ConnectionGate>();
        services.Configure<KestrelServerOptions>(static server => server.ConfigureEndpointDefaults(static listen =>
        {
            var gate = listen.ApplicationServices.GetRequiredService<ConnectionGate>();
            listen.Use(next => connection => gate.RunAsync(connection, next));
        }));
        services.AddSingleton<IStartupFilter, RequestGate>();
    }

    /// <summary>Tells the gate of connections which of them serve a request.</summary>
    private sealed class RequestGate(ConnectionGate gate) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(inner => http => gate.ServeAsync(http, inner));
            next(app);
        };
    }

    /// <summary>Sets the limits for every host: header size, server header and drain period.</summary>
    public static void AddGatewayLimits(this IServiceCollection services, TimeSpan drainPeriod)
    {
        services.Configure<HostOptions>(host => host.ShutdownTimeout = drainPeriod + DrainTimeout.Grace);
        services.Configure<KestrelServerOptions>(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
            server.RequestHeaderEncodingSelector = static _ => HeaderText.Encoding;
        });
    }

    private static void AddGatewayLogging(this ILoggingBuilder logging, LogLevel level)
    {
        logging.SetMinimumLevel(level);
        logging.AddFilter("Microsoft", Max(level, LogLevel.Warning));
        logging.AddFilter("System", Max(level, LogLevel.Warning));

        // StartAsync throws if the start fails, so that a log line would repeat the error
        logging.AddFilter("Microsoft.Extensions.Hosting", Max(level, LogLevel.Critical));
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
            console.ColorBehavior = Console.IsErrorRedirected ? LoggerColorBehavior.Disabled : LoggerColorBehavior.Default;
        });

        // standard output is reserved for the output of commands, so that it can be piped
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    private static LogLevel Max(LogLevel one, LogLevel other) => one > other ? one : other;
}
