using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing;

/// <content>How the whole provider fails for a time, and comes back.</content>
public sealed partial class UpstreamSimulator
{
    private readonly Outage _outage;

    /// <summary>
    /// Answers every request with a fault, lists of models included, whatever rules and enqueued steps say; they are kept for
    /// after. Requests under way go on.
    /// </summary>
    /// <param name="fault">The fault, such as <c>SimulatedFault.Status(503)</c>.</param>
    /// <param name="duration">How long, by the clock of the options; null: until <see cref="ComeBack"/>.</param>
    public void GoDown(SimulatedStep fault, TimeSpan? duration = null) => _outage.Begin(fault, duration);

    /// <summary>Ends what <see cref="GoDown"/> began, at once.</summary>
    public void ComeBack() => _outage.End();

    /// <summary>
    /// Closes the port, as a server that has died: open connections are reset, new ones refused. Rules and received
    /// requests are kept.
    /// </summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that ends when connections are refused.</returns>
    public Task RefuseConnectionsAsync(CancellationToken cancellation = default) => Server.CloseAsync(cancellation);

    /// <summary>Opens the port that <see cref="RefuseConnectionsAsync"/> closed, under the same <see cref="Address"/>.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that ends when connections are accepted.</returns>
    /// <exception cref="IOException">Another process has taken the port.</exception>
    public Task AcceptConnectionsAsync(CancellationToken cancellation = default) => Server.OpenAsync(cancellation);
}
