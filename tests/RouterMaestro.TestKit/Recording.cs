namespace RouterMaestro.TestKit;

/// <summary>One recorded answer of a provider, with the request that led to it where that was recorded too.</summary>
/// <param name="File">The path below the data's root, with forward slashes.</param>
/// <param name="Index">The position in its file, from 0; later exchanges of a file carry on the dialogue of the earlier.</param>
/// <param name="Family">The protocol and kind of provider, such as <c>openai-chat</c>.</param>
public sealed record Recording(string File, int Index, string Family)
{
    /// <summary>Gets the name that <see cref="Recordings.Get"/> takes: the file and the position in it.</summary>
    public string Name => $"{File}#{Index}";

    /// <summary>Gets the request's method; null when no request was recorded.</summary>
    public string? Method { get; init; }

    /// <summary>Gets the address that was called; null when no request was recorded.</summary>
    public Uri? Url { get; init; }

    /// <summary>Gets the request's body as compact JSON; null when there was none or it was not recorded.</summary>
    public byte[]? RequestBody { get; init; }

    /// <summary>Gets the answer's status.</summary>
    public int Status { get; init; } = 200;

    /// <summary>Gets the answer's content type.</summary>
    public required string ContentType { get; init; }

    /// <summary>Gets the answer's headers as far as recorded; a body is neither chunked nor compressed here.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the answer's body: the bytes of a stream as they were sent, anything else as compact JSON.</summary>
    public required byte[] Body { get; init; }

    /// <summary>Gets whether the body is a stream of server-sent events.</summary>
    public bool IsSse { get; init; }

    /// <summary>Gets whether long base64 was cut out of the request or the answer, which makes it no valid media any more.</summary>
    public bool IsElided => Holds(RequestBody) || Holds(Body);

    /// <inheritdoc />
    public override string ToString() => Name;

    internal bool Calls(string ending) =>
        Url is null || (Method == "POST" && Url.AbsolutePath.EndsWith(ending, StringComparison.Ordinal));

    private static bool Holds(byte[]? bytes) => bytes is not null && bytes.AsSpan().IndexOf("ELIDED"u8) >= 0;
}
