using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Logging;

namespace RouterMaestro;

/// <summary>The server that a gateway of our own composition runs on.</summary>
internal static class GatewayServer
{
    // agents send some twenty fields, one of which may hold a turn's metadata
    private const int MaxHeaderBytes = 64 * 1024;

    /// <summary>Adds the server, its logging and its way to stop.</summary>
    /// <exception cref="GatewaySetupException">The options name no address.</exception>
    public static void UseGatewayServer(this WebApplicationBuilder builder, GatewayOptions options)
    {
        var listen = ListeningAddress.Of(options);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(listen);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, CallerLifetime>();
        builder.Logging.AddGatewayLogging(options.LogLevel);
    }

    /// <summary>Sets what holds on every host: what the server takes and says, and how long it drains.</summary>
    public static void AddGatewayLimits(this IServiceCollection services, TimeSpan drainPeriod)
    {
        services.Configure<HostOptions>(host => host.ShutdownTimeout = drainPeriod);
        services.Configure<KestrelServerOptions>(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
        });
    }

    private static void AddGatewayLogging(this ILoggingBuilder logging, LogLevel level)
    {
        logging.SetMinimumLevel(level);
        logging.AddFilter("Microsoft", Max(level, LogLevel.Warning));
        logging.AddFilter("System", Max(level, LogLevel.Warning));

        // whoever starts the gateway gets a failed start as an exception
        logging.AddFilter("Microsoft.Extensions.Hosting", Max(level, LogLevel.Critical));
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
            console.ColorBehavior = Console.IsErrorRedirected ? LoggerColorBehavior.Disabled : LoggerColorBehavior.Default;
        });

        // answers go to standard output, so that they can be piped
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    private static LogLevel Max(LogLevel one, LogLevel other) => one > other ? one : other;
}
