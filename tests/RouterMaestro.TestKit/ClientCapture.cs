namespace RouterMaestro.TestKit;

/// <summary>A request that a real client was seen to send.</summary>
/// <param name="Name">The client's folder and the file.</param>
/// <param name="Url">The path with its query.</param>
/// <param name="Headers">The header fields in order, without those of the transport and of authorization.</param>
/// <param name="Body">The body as compact JSON.</param>
public sealed record ClientCapture(string Name, string Url, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    /// <summary>Gets the path without the query.</summary>
    public string Path => Url.Split('?')[0];

    /// <inheritdoc />
    public override string ToString() => Name;
}
