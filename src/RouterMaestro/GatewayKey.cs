namespace RouterMaestro;

/// <summary>The key that the gateway's clients must send.</summary>
/// <param name="Value">The key; a secret.</param>
/// <param name="Source">Where it came from.</param>
public sealed record GatewayKey(string Value, GatewayKeySource Source)
{
    /// <summary>Tells where the key came from, so that no log shows the key.</summary>
    public override string ToString() => $"gateway key ({Source})";
}

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
