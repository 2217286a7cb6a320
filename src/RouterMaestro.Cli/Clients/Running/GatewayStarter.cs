using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Clients.Running;

/// <summary>Finds the gateway that runs on this machine.</summary>
internal sealed class GatewayStarter(ServerFile server) : IGatewayStarter
{
    /// <inheritdoc/>
    public Task EnsureRunningAsync(CancellationToken cancellationToken) => server.FindRunning() is not null
        ? Task.CompletedTask
        : throw new CommandFailedException($"No gateway runs: start it with '{ProductInfo.Name} server start'.");
}
