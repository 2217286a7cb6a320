using System.Diagnostics;
using System.Text;

namespace RouterMaestro.Benchmarks;

/// <summary>A stream of one protocol, ready to be sent: its beginning, a piece with a time stamp in it, its end.</summary>
internal sealed class StreamFrames
{
    /// <summary>The number of pieces in a stream.</summary>
    public const int Pieces = 200;

    // the load generator reads this as the microsecond at which the piece was sent
    private const string Stamp = "@0000000000000000";

    private readonly int _stampAt;

    private StreamFrames(string first, string piece, string last)
    {
        const string Head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n";
        First = Encoding.ASCII.GetBytes(Head + Chunk(first));
        Piece = Encoding.ASCII.GetBytes(Chunk(piece));
        Last = Encoding.ASCII.GetBytes(Chunk(last) + "0\r\n\r\n");
        _stampAt = Piece.AsSpan().IndexOf((byte)'@') + 1;
    }

    public static StreamFrames Chat { get; } = new(
        Data(ChatChunk("""{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}""")),
        Data(ChatChunk($$$"""{"index":0,"delta":{"content":"{{{Stamp}}} word"},"finish_reason":null}""")),
        Data(ChatChunk("""{"index":0,"delta":{},"finish_reason":"stop"}"""))
        + Data("""{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":{"prompt_tokens":120,"completion_tokens":200,"total_tokens":320}}""")
        + Data("[DONE]"));

    public static StreamFrames Messages { get; } = new(
        Event("""{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":120,"output_tokens":1}}}""")
        + Event("""{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"""),
        Event($$$"""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"{{{Stamp}}} word"}}"""),
        Event("""{"type":"content_block_stop","index":0}""")
        + Event("""{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":200}}""")
        + Event("""{"type":"message_stop"}"""));

    public static StreamFrames Responses { get; } = new(
        Event("""{"type":"response.created","response":{"id":"resp_1","object":"response","created_at":1,"model":"m","status":"in_progress","output":[]},"sequence_number":0}""")
        + Event("""{"type":"response.output_item.added","output_index":0,"item":{"id":"msg_1","type":"message","role":"assistant","status":"in_progress","content":[]},"sequence_number":1}""")
        + Event("""{"type":"response.content_part.added","item_id":"msg_1","output_index":0,"content_index":0,"part":{"type":"output_text","text":"","annotations":[]},"sequence_number":2}"""),
        Event($$"""{"type":"response.output_text.delta","item_id":"msg_1","output_index":0,"content_index":0,"delta":"{{Stamp}} word","sequence_number":3}"""),
        Event("""{"type":"response.output_item.done","output_index":0,"item":{"id":"msg_1","type":"message","role":"assistant","status":"completed","content":[{"type":"output_text","text":"","annotations":[]}]},"sequence_number":4}""")
        + Event("""{"type":"response.completed","response":{"id":"resp_1","object":"response","created_at":1,"model":"m","status":"completed","output":[],"usage":{"input_tokens":120,"output_tokens":200,"total_tokens":320}},"sequence_number":5}"""));

    public ReadOnlyMemory<byte> First { get; }

    public ReadOnlyMemory<byte> Last { get; }

    private byte[] Piece { get; }

    /// <summary>Writes the time into the piece and returns it. For use by one thread.</summary>
    public ReadOnlySpan<byte> NextPiece()
    {
        var now = Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000);
        for (var at = 15; at >= 0; at--, now /= 10)
        {
            Piece[_stampAt + at] = (byte)('0' + (now % 10));
        }

        return Piece;
    }

    private static string ChatChunk(string choice) => $$"""{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{{choice}}]}""";

    private static string Data(string data) => $"data: {data}\n\n";

    private static string Event(string json) => $"event: {json.Split('"')[3]}\ndata: {json}\n\n";

    private static string Chunk(string text) => $"{text.Length:x}\r\n{text}\r\n";
}
