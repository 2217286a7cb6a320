namespace RouterMaestro;

/// <summary>The key that the gateway's clients must send.</summary>
/// <param name="Value">The key; a secret.</param>
/// <param name="Source">Where it came from.</param>
public sealed record GatewayKey(string Value, GatewayKeySource Source)
{
    /// <summary>Tells where the key came from, so that no log shows the key.</summary>
    public override string ToString() => $"gateway key ({Source})";
}
