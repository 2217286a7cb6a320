namespace RouterMaestro.Infrastructure.Configuration;

/// <summary>Composes the configuration of the feed, the host and the environment.</summary>
internal interface IGatewayConfigurationSource
{
    /// <summary>Loads the configuration; calls must not overlap. Errors in documents become problems, not exceptions.</summary>
    GatewayConfiguration Load();

    /// <summary>Adds a listener for changes.</summary>
    /// <returns>Removes the listener; null if nothing can change.</returns>
    IDisposable? OnChange(Action listener);
}
