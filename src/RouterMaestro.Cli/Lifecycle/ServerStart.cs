using RouterMaestro.Cli.Serving;

namespace RouterMaestro.Cli.Lifecycle;

/// <summary>Starts a gateway here or in the background.</summary>
internal sealed class ServerStart(
    GatewayRunner runner, TerminalPresence terminal, BackgroundPresence background, BackgroundGateway starter, BackgroundStartReport report)
{
    /// <summary>Starts a gateway, and serves if it is not one in the background.</summary>
    /// <param name="start">How to start it.</param>
    /// <param name="detaches">Whether it runs in the background.</param>
    /// <param name="cancellationToken">Stops the gateway that serves here, or the wait for the one in the background.</param>
    public async Task RunAsync(StartRequest start, bool detaches, CancellationToken cancellationToken)
    {
        if (detaches)
        {
            report.Print(await starter.StartAsync(start, cancellationToken));
        }
        else if (background.IsHere)
        {
            await runner.RunAsync(background.Enter(start), background, cancellationToken);
        }
        else
        {
            await runner.RunAsync(start, terminal, cancellationToken);
        }
    }
}
