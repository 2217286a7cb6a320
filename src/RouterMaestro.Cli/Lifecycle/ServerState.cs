using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Output;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Lifecycle;

/// <summary>Says whether the gateway of the current context runs, and if not, why.</summary>
internal sealed class ServerState(ServerFile server, ContextStore contexts, GatewayLocator locator, GatewayClient client, TimeProvider clock)
{
    // container runtimes give a health check 30 s by default, and a gateway that answers in more than some seconds is no help
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    /// <summary>Asks the gateway for its version.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="GatewaySetupException"><c>contexts.json</c> cannot be read.</exception>
    public async Task<StateContract> FindAsync(CancellationToken cancellationToken)
    {
        var context = contexts.Current().Name;
        var record = context == GatewayContext.Local ? server.FindRunning() : null;
        var state = new StateContract(IsRunning: false, context, locator.Locate().Endpoint.GetLeftPart(UriPartial.Authority))
        {
            ProcessId = record?.ProcessId,
            StartedAt = record?.StartedAt,
        };
        using var patience = new CancellationTokenSource(_patience, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            var identity = await client.IdentifyAsync(limit.Token);
            return state with { IsRunning = true, Version = identity.Version };
        }
        catch (CommandFailedException failure)
        {
            return state with { Reason = ReasonOf(failure, state) };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return state with { Reason = state.ProcessId is { } id ? SilenceOf(id, state) : $"The gateway at {state.Endpoint} does not respond." };
        }
    }

    private static string SilenceOf(int processId, StateContract state) =>
        $"The gateway of process {processId} does not respond at {state.Endpoint}: it may be stopping, or hang, or the process is another program by now.";

    private string ReasonOf(CommandFailedException failure, StateContract state) => state switch
    {
        { Context: not GatewayContext.Local } => failure.Message,
        { ProcessId: { } id } => SilenceOf(id, state),
        _ when !failure.IsUnreachable => failure.Message,
        _ when server.List() is [{ Record: var crashed }, ..] =>
            $"The gateway of process {crashed.ProcessId}, started {TimeText.Of(crashed.StartedAt)}, ended without stopping (a crash, a kill, or a restart of the machine): '{ProductInfo.Name} server start' starts it again.",
        _ when server.FindUnreadable() is { } problem => problem,
        _ => $"The server is not running at {state.Endpoint}: '{ProductInfo.Name} server start --detach' starts it.",
    };
}
