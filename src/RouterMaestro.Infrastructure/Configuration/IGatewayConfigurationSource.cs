namespace RouterMaestro.Infrastructure.Configuration;

/// <summary>Puts the configuration together as it is now.</summary>
internal interface IGatewayConfigurationSource
{
    /// <summary>Reads what there is to read, one call at a time. What is wrong becomes a problem, never an exception.</summary>
    GatewayConfiguration Load();
}
