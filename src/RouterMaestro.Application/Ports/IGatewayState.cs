namespace RouterMaestro.Application.Ports;

/// <summary>Provides the snapshot of the configuration.</summary>
internal interface IGatewayState
{
    /// <summary>Gets the current snapshot. Stale model lists are returned while they are refreshed in the background.</summary>
    GatewaySnapshot Current { get; }

    /// <summary>Waits for the first model list of every usable provider, 5 seconds at most.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    ValueTask<GatewaySnapshot> WithModelListsAsync(CancellationToken cancellationToken);

    /// <summary>Reloads the configuration and the model lists of all providers, and waits for the lists, 10 seconds at most.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<GatewaySnapshot> RefreshAsync(CancellationToken cancellationToken);

    /// <summary>Reads the configuration again and puts it into effect, without waiting for model lists.</summary>
    /// <returns>True if the configuration has changed; otherwise false.</returns>
    bool Reload();
}
