namespace RouterMaestro.Infrastructure.Configuration;

/// <summary>Loads the current configuration.</summary>
internal interface IGatewayConfigurationSource
{
    /// <summary>Loads the configuration; calls must not overlap. Errors in files become problems, not exceptions.</summary>
    GatewayConfiguration Load();
}
