using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RouterMaestro.AspNetCore.Admin;
using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Shell;
using RouterMaestro.Control;
using RouterMaestro.Infrastructure.Catalog;
using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.Limits;

namespace RouterMaestro.Cli.Serving;

/// <summary>Runs a gateway in this process until it is stopped.</summary>
internal sealed class GatewayRunner(ConfigPaths paths, ApiKeyStore keys, ServerFile server, PortOwner ports, CliEnvironment environment)
{
    // what the report says better
    private static readonly string[] _silenced = [typeof(GatewayStartup).FullName!, typeof(GatewayHost).FullName!];

    /// <summary>Checks the options of a start without starting.</summary>
    /// <param name="start">How to start.</param>
    /// <exception cref="WrongUsageException">An option is not valid.</exception>
    /// <exception cref="CommandFailedException">A variable that stands for an option is not valid.</exception>
    public void Check(StartRequest start) => ToOptions(start);

    /// <summary>Starts the gateway, says how to use it, and serves.</summary>
    /// <param name="start">How to start it.</param>
    /// <param name="presence">Where it says what it does.</param>
    /// <param name="cancellationToken">Stops the gateway; running responses are finished first.</param>
    /// <exception cref="WrongUsageException">An option is not valid.</exception>
    /// <exception cref="CommandFailedException">It cannot be started as asked.</exception>
    /// <exception cref="GatewaySetupException">It cannot be started for another reason.</exception>
    public async Task RunAsync(StartRequest start, IGatewayPresence presence, CancellationToken cancellationToken)
    {
        var control = GatewayControl.Create();
        var options = ToOptions(start) with { Control = control, Configure = router => router.Services.AddLogging(logging => AddLogging(logging, presence)) };
        await using var gateway = GatewayHost.Create(options);
        await StartAsync(gateway, options, cancellationToken);
        SaveKey(gateway, options, presence);
        var record = Record(gateway, control, options.TimeProvider, presence);
        using var idle = IdleMemory.Watch(options.TimeProvider);
        using var reload = new ReloadSignal(gateway.Services);
        try
        {
            presence.ShowStarted(gateway, record);
            var lifetime = gateway.Services.GetRequiredService<IHostApplicationLifetime>();
            await using var stopping = lifetime.ApplicationStopping.Register(() => presence.ShowStopping(gateway.DrainPeriod));
            await gateway.WaitForShutdownAsync(cancellationToken);
        }
        finally
        {
            server.Remove();
        }
    }

    private static void AddLogging(ILoggingBuilder logging, IGatewayPresence presence)
    {
        foreach (var category in _silenced)
        {
            logging.AddFilter(category, LogLevel.None);
        }

        presence.AddLogging(logging);
    }

    // the gateway serves without this file, as in a container whose file system is read-only
    private void SaveKey(GatewayHost gateway, GatewayOptions options, IGatewayPresence presence)
    {
        try
        {
            if (options.ApiKey is not null)
            {
                keys.Save(gateway.Key);
            }
        }
        catch (GatewaySetupException exception)
        {
            presence.Warn($"the key is not stored for later starts: {exception.Message}");
        }
    }

    private ServerRecord? Record(GatewayHost gateway, GatewayControl control, TimeProvider clock, IGatewayPresence presence)
    {
        var draft = new ServerRecord(Environment.ProcessId, clock.GetUtcNow(), gateway.Address.GetLeftPart(UriPartial.Authority))
        {
            Version = ProductInfo.Version,
            Instance = control.Instance,
            Token = control.Token,
        };
        try
        {
            var record = server.Write(draft, presence.LogOf);
            gateway.Services.GetRequiredService<ServerFacts>().LogFile = record.Log;
            return record;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (!presence.ServesUnrecorded)
            {
                throw new CommandFailedException(
                    $"The gateway cannot run in the background, since {paths.ServerFile}, by which it is found and stopped, cannot be written: {exception.Message}", exception);
            }

            presence.Warn(
                $"other commands look for this gateway at the endpoint of contexts.json, since {paths.ServerFile} cannot be written: {exception.Message}");
            return null;
        }
    }

    private async Task StartAsync(GatewayHost gateway, GatewayOptions options, CancellationToken cancellationToken)
    {
        // the gateway listens only when it has asked the providers for their models
        if (await PortOwner.IsTakenAsync(options.Host, options.Port, cancellationToken))
        {
            throw new CommandFailedException(await ports.ExplainAsync(options.Host, options.Port, cancellationToken));
        }

        try
        {
            await gateway.StartAsync(cancellationToken);
        }
        catch (GatewaySetupException exception) when (exception.InnerException?.InnerException is AddressInUseException)
        {
            throw new CommandFailedException(await ports.ExplainAsync(options.Host, options.Port, cancellationToken), exception);
        }
    }

    private static string CheckHost(string host) => ListeningAddress.IsValid(host)
        ? host
        : throw new WrongUsageException($"--host takes localhost, an IP address or *, not '{host}'.");

    private static int CheckPort(int port) => port is >= IPEndPoint.MinPort and <= IPEndPoint.MaxPort
        ? port
        : throw new WrongUsageException($"--port takes a whole number from {IPEndPoint.MinPort} to {IPEndPoint.MaxPort}, not {port}.");

    private static string CheckKey(string key) => ApiKeyStore.ErrorOf(key) is { } error ? throw new WrongUsageException($"--api-key {error}.") : key;

    private static TimeSpan ReadDrainTimeout(string seconds) =>
        DrainTimeout.Find(seconds) ?? throw new WrongUsageException(DrainTimeout.ErrorOf(seconds, "--drain-timeout"));

    private GatewayOptions ToOptions(StartRequest start) => new()
    {
        Host = CheckHost(start.Host),
        Port = CheckPort(start.Port),
        ApiKey = start.ApiKey is { } key ? CheckKey(key) : null,
        LogLevel = LogLevels.Choose(start.LogLevel, environment),
        RecordUsage = !start.NoUsage,
        DrainPeriod = start.DrainTimeout is { } seconds ? ReadDrainTimeout(seconds) : null,
        Paths = paths,
        Variable = environment.Variable,
    };
}
