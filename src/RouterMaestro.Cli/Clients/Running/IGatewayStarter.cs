using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Clients.Running;

/// <summary>Sees to it that a gateway runs on this machine.</summary>
internal interface IGatewayStarter
{
    /// <summary>Finds the gateway that runs, or starts one in the background.</summary>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="CommandFailedException">It cannot be started.</exception>
    Task EnsureRunningAsync(CancellationToken cancellationToken);
}
