using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Output;
using RouterMaestro.Cli.Shell;
using RouterMaestro.Infrastructure.Catalog;
using RouterMaestro.Infrastructure.Configuration;

namespace RouterMaestro.Cli.Serving;

/// <summary>Runs a gateway in this process until it is stopped.</summary>
internal sealed class GatewayRunner(ConfigPaths paths, ApiKeyStore keys, ServerFile server, StartReport report, CliEnvironment environment)
{
    // what the report says better
    private static readonly string[] _silenced = [typeof(GatewayStartup).FullName!, typeof(GatewayHost).FullName!];

    /// <summary>Starts the gateway, says how to use it, and serves.</summary>
    /// <param name="start">How to start it.</param>
    /// <param name="cancellationToken">Stops the gateway; running responses are finished first.</param>
    /// <exception cref="CommandFailedException">It cannot be started as asked.</exception>
    /// <exception cref="GatewaySetupException">It cannot be started for another reason.</exception>
    public async Task RunAsync(StartRequest start, CancellationToken cancellationToken)
    {
        var options = ToOptions(start);
        await using var gateway = GatewayHost.Create(options);
        await StartAsync(gateway, options, cancellationToken);
        Save(gateway, options);
        using var reload = new ReloadSignal(gateway.Services);
        try
        {
            report.Print(gateway, paths);
            await using var stopping = cancellationToken.Register(() => report.PrintStopping(gateway.DrainPeriod));
            await gateway.WaitForShutdownAsync(cancellationToken);
        }
        finally
        {
            server.Remove();
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
            environment.Error.WriteLine($"Warning: the key is not stored for later starts: {exception.Message}");
        }

        try
        {
            server.Write(gateway.Address, options.TimeProvider.GetUtcNow());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            environment.Error.WriteLine(
                $"Warning: other commands look for this gateway at the endpoint of contexts.json, since {paths.ServerFile} cannot be written: {exception.Message}");
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

    private GatewayOptions ToOptions(StartRequest start) => new()
    {
        Host = start.Host,
        Port = start.Port,
        ApiKey = start.ApiKey,
        LogLevel = LogLevels.Choose(start.LogLevel, environment),
        DrainPeriod = start.DrainTimeout is { } seconds ? DrainTimeout.Parse(seconds, "--drain-timeout") : null,
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
