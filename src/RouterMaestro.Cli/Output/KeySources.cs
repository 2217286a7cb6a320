namespace RouterMaestro.Cli.Output;

/// <summary>Names where the gateway's key is from.</summary>
internal static class KeySources
{
    /// <summary>Names a source as its user wrote it.</summary>
    public static string NameOf(GatewayKeySource source) => source switch
    {
        GatewayKeySource.Given => "--api-key",
        GatewayKeySource.Environment => ApiKeyStore.Variable,
        _ => "contexts.json",
    };
}
