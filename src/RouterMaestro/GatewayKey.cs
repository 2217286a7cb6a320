namespace RouterMaestro;

/// <summary>The key that the gateway's clients must send.</summary>
/// <param name="Value">The key; a secret.</param>
/// <param name="Source">The source of the key.</param>
public sealed record GatewayKey(string Value, GatewayKeySource Source)
{
    /// <summary>Returns the source only, so that no log shows the key.</summary>
    public override string ToString() => $"gateway key ({Source})";
}

/// <summary>The source of the gateway's key, in the order of precedence.</summary>
public enum GatewayKeySource
{
    /// <summary>The program that created the gateway passed it.</summary>
    Given,

    /// <summary>It is the value of <c>ROUTER_MAESTRO_API_KEY</c>.</summary>
    Environment,

    /// <summary>It was stored in <c>contexts.json</c>.</summary>
    Stored,

    /// <summary>There was none, so this start generated it and stored it in <c>contexts.json</c>.</summary>
    Generated,
}
