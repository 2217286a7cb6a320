namespace RouterMaestro.Application.Ports;

/// <summary>Gives each call its snapshot.</summary>
public interface IGatewayState
{
    /// <summary>Gets the snapshot of now. Stale model lists are served while they are refreshed behind the scenes.</summary>
    GatewaySnapshot Current { get; }

    /// <summary>Waits until every usable provider has sent its first list of models, 5 seconds at most.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<GatewaySnapshot> WithModelListsAsync(CancellationToken cancellationToken);

    /// <summary>Reads the configuration again, asks every provider for its list of models, and waits for them, 10 seconds at most.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<GatewaySnapshot> RefreshAsync(CancellationToken cancellationToken);
}
