using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Output;
using RouterMaestro.Cli.Shell;
using RouterMaestro.Infrastructure.Catalog;
using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.Limits;

namespace RouterMaestro.Cli.Serving;

/// <summary>Runs a gateway in this process until it is stopped.</summary>
internal sealed class GatewayRunner(ConfigPaths paths, ApiKeyStore keys, ServerFile server, StartReport report, CliEnvironment environment)
{
    // what the report says better
    private static readonly string[] _silenced = [typeof(GatewayStartup).FullName!, typeof(GatewayHost).FullName!];

    /// <summary>Starts the gateway, says how to use it, and serves.</summary>
    /// <param name="start">How to start it.</param>
    /// <param name="cancellationToken">Stops the gateway; running responses are finished first.</param>
    /// <exception cref="WrongUsageException">An option is not valid.</exception>
    /// <exception cref="CommandFailedException">It cannot be started as asked.</exception>
    /// <exception cref="GatewaySetupException">It cannot be started for another reason.</exception>
    public async Task RunAsync(StartRequest start, CancellationToken cancellationToken)
    {
        var options = ToOptions(start);
        await using var gateway = GatewayHost.Create(options);
        await StartAsync(gateway, options, cancellationToken);
        Save(gateway, options);
        using var idle = IdleMemory.Watch(options.TimeProvider);
        using var reload = new ReloadSignal(gateway.Services);
        try
        {
            Print(() => report.Print(gateway, paths));
            await using var stopping = cancellationToken.Register(() => Print(() => report.PrintStopping(gateway.DrainPeriod)));
            await gateway.WaitForShutdownAsync(cancellationToken);
        }
        finally
        {
            server.Remove();
        }
    }

    // the gateway serves where its report cannot be written too: standard output is closed (EBADF), or its disk is full (ENOSPC)
    private void Print(Action print)
    {
        try
        {
            print();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Warn($"standard output cannot be written: {exception.Message}");
        }
    }

    private void Warn(string message)
    {
        try
        {
            environment.Error.WriteLine($"Warning: {message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // there is nobody to tell
        }
    }

    // the gateway serves without these files, as in a container whose file system is read-only
    private void Save(GatewayHost gateway, GatewayOptions options)
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
            Warn($"the key is not stored for later starts: {exception.Message}");
        }

        try
        {
            server.Write(gateway.Address, options.TimeProvider.GetUtcNow());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Warn(
                $"other commands look for this gateway at the endpoint of contexts.json, since {paths.ServerFile} cannot be written: {exception.Message}");
        }
    }

    private static async Task StartAsync(GatewayHost gateway, GatewayOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await gateway.StartAsync(cancellationToken);
        }
        catch (GatewaySetupException exception) when (exception.InnerException?.InnerException is AddressInUseException)
        {
            throw new CommandFailedException(
                $"Port {options.Port} is in use on {options.Host}: stop what runs there, or choose another port with --port.", exception);
        }
    }

    private static int CheckPort(int port) => port is >= IPEndPoint.MinPort and <= IPEndPoint.MaxPort
        ? port
        : throw new WrongUsageException($"--port takes a whole number from {IPEndPoint.MinPort} to {IPEndPoint.MaxPort}, not {port}.");

    private static string CheckKey(string key) => ApiKeyStore.ErrorOf(key) is { } error ? throw new WrongUsageException($"--api-key {error}.") : key;

    private static TimeSpan ReadDrainTimeout(string seconds) =>
        DrainTimeout.Find(seconds) ?? throw new WrongUsageException(DrainTimeout.ErrorOf(seconds, "--drain-timeout"));

    private GatewayOptions ToOptions(StartRequest start) => new()
    {
        Host = start.Host,
        Port = CheckPort(start.Port),
        ApiKey = start.ApiKey is { } key ? CheckKey(key) : null,
        LogLevel = LogLevels.Choose(start.LogLevel, environment),
        RecordUsage = !start.NoUsage,
        DrainPeriod = start.DrainTimeout is { } seconds ? ReadDrainTimeout(seconds) : null,
        Paths = paths,
        Variable = environment.Variable,
        Configure = router => router.Services.AddLogging(logging =>
        {
            foreach (var category in _silenced)
            {
                logging.AddFilter(category, LogLevel.None);
            }
        }),
    };
}
