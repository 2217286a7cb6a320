using System.Text;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Resilience;

/// <summary>Streams as providers send them, frame by frame: the texts "one " and "two ", and a complete end.</summary>
internal static class RawStreams
{
    private static readonly string[] _chat =
    [
        """{"id":"c","object":"chat.completion.chunk","created":1,"model":"primary","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}""",
        """{"id":"c","object":"chat.completion.chunk","created":1,"model":"primary","choices":[{"index":0,"delta":{"content":"one "},"finish_reason":null}]}""",
        """{"id":"c","object":"chat.completion.chunk","created":1,"model":"primary","choices":[{"index":0,"delta":{"content":"two "},"finish_reason":null}]}""",
        """{"id":"c","object":"chat.completion.chunk","created":1,"model":"primary","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""",
        """{"id":"c","object":"chat.completion.chunk","created":1,"model":"primary","choices":[],"usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7}}""",
        "[DONE]",
    ];

    private static readonly string[] _messages =
    [
        """{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"primary","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":5,"output_tokens":1}}}""",
        """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""",
        """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"one "}}""",
        """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"two "}}""",
        """{"type":"content_block_stop","index":0}""",
        """{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":2}}""",
        """{"type":"message_stop"}""",
    ];

    private static readonly string[] _responses =
    [
        """{"type":"response.created","response":{"id":"r","object":"response","created_at":1,"status":"in_progress","error":null,"incomplete_details":null,"model":"primary","output":[],"usage":null}}""",
        """{"type":"response.output_item.added","output_index":0,"item":{"id":"m","type":"message","status":"in_progress","role":"assistant","content":[]}}""",
        """{"type":"response.content_part.added","item_id":"m","output_index":0,"content_index":0,"part":{"type":"output_text","annotations":[],"text":""}}""",
        """{"type":"response.output_text.delta","item_id":"m","output_index":0,"content_index":0,"delta":"one "}""",
        """{"type":"response.output_text.delta","item_id":"m","output_index":0,"content_index":0,"delta":"two "}""",
        """{"type":"response.output_text.done","item_id":"m","output_index":0,"content_index":0,"text":"one two "}""",
        """{"type":"response.content_part.done","item_id":"m","output_index":0,"content_index":0,"part":{"type":"output_text","annotations":[],"text":"one two "}}""",
        """{"type":"response.output_item.done","output_index":0,"item":{"id":"m","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","annotations":[],"text":"one two "}]}}""",
        """{"type":"response.completed","response":{"id":"r","object":"response","created_at":1,"status":"completed","error":null,"incomplete_details":null,"model":"primary","output":[{"id":"m","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","annotations":[],"text":"one two "}]}],"usage":{"input_tokens":5,"output_tokens":2,"total_tokens":7}}}""",
    ];

    /// <summary>The number of frames up to the second text.</summary>
    public static int FramesOfTexts(string protocol) => Frames(protocol).FindLastIndex(f => f.Contains("\"two \"", StringComparison.Ordinal)) + 1;

    /// <summary>Gets the frames of a stream.</summary>
    public static List<string> Frames(string protocol) => protocol switch
    {
        "chat" => [.. _chat.Select(data => $"data: {data}\n\n")],
        "messages" => [.. _messages.Select(Named)],
        _ => [.. _responses.Select((data, number) => Named(data.Insert(1, $"\"sequence_number\":{number},")))],
    };

    public static SimulatedRawResponse Reply(IEnumerable<string> frames) =>
        SimulatedResponse.Raw(200, "text/event-stream", Encoding.UTF8.GetBytes(string.Concat(frames)));

    private static string Named(string data)
    {
        var start = data.IndexOf("\"type\":\"", StringComparison.Ordinal) + "\"type\":\"".Length;
        return $"event: {data[start..data.IndexOf('"', start)]}\ndata: {data}\n\n";
    }
}
