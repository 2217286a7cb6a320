using RouterMaestro.Cli.Lifecycle;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Clients.Running;

/// <summary>Sees to it that a gateway runs on this machine, and says so if it had to be started.</summary>
internal sealed class GatewayStarter(BackgroundGateway background, CliEnvironment environment)
{
    /// <summary>Finds the gateway that runs, or starts one in the background, which goes on when the client has ended.</summary>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="CommandFailedException">It cannot be started.</exception>
    public async Task EnsureRunningAsync(CancellationToken cancellationToken)
    {
        var running = await background.EnsureRunningAsync(cancellationToken);
        if (running.IsNew)
        {
            environment.Note($"Started a gateway at {running.Address.GetLeftPart(UriPartial.Authority)}, which keeps running: '{ProductInfo.Name} server stop' ends it.");
        }
    }
}
