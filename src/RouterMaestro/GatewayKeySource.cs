namespace RouterMaestro;

/// <summary>Where the gateway's key came from, in the order in which the places are asked.</summary>
public enum GatewayKeySource
{
    /// <summary>Whoever created the gateway gave it.</summary>
    Given,

    /// <summary>The variable <c>ROUTER_MAESTRO_API_KEY</c> held it.</summary>
    Environment,

    /// <summary>An earlier start kept it in <c>contexts.json</c>.</summary>
    Stored,

    /// <summary>There was none, so this start made it and kept it in <c>contexts.json</c>.</summary>
    Generated,
}
