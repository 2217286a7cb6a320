using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Shell;
using RouterMaestro.Infrastructure.Configuration;

namespace RouterMaestro.Cli.Importing;

/// <summary>Finds the configuration that an import goes into: that of the gateway of the current context, else the files of this machine.</summary>
internal sealed class TargetFinder(GatewayTarget gateway, ContextStore contexts, ServerFile server, ConfigPaths paths, CliEnvironment environment)
{
    /// <summary>Finds the target and reads it.</summary>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="CommandFailedException">It cannot be read.</exception>
    public async Task<(IConfigurationTarget Target, CurrentConfiguration Current)> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (gateway, await gateway.ReadAsync(cancellationToken));
        }
        catch (CommandFailedException exception) when (exception.IsUnreachable && contexts.Current().Name == GatewayContext.Local && server.FindRunning() is null)
        {
            var files = new FileTarget(paths, environment);
            return (files, await files.ReadAsync(cancellationToken));
        }
    }
}
