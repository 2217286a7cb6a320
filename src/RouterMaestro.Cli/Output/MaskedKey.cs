namespace RouterMaestro.Cli.Output;

/// <summary>Shows enough of a key to recognise it.</summary>
internal static class MaskedKey
{
    private const int Head = 12;
    private const int Tail = 4;

    /// <summary>Keeps the first 12 and the last 4 characters; of a short key, nothing.</summary>
    public static string Of(string key) =>
        key.Length >= 2 * (Head + Tail) ? $"{key[..Head]}...{key[^Tail..]}" : "****";
}
