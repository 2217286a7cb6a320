namespace RouterMaestro.Testing.Rendering;

/// <summary>A reply that is ready to be played: what to say first, and what to do then, in order.</summary>
internal sealed record SimulatedReply(int Status, string ContentType, IEnumerable<ReplyAct> Acts)
{
    /// <summary>Gets the length to declare; null for a chunked body.</summary>
    public long? ContentLength { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public static SimulatedReply Whole(int status, string contentType, byte[] body) =>
        new(status, contentType, [new ReplyAct.Send(body)]) { ContentLength = body.Length };
}
