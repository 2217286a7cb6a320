namespace RouterMaestro.Infrastructure.Tests.Providers.Streams;

/// <summary>A Responses stream as OpenAI sends it.</summary>
internal sealed class ResponsesWireText
{
    private readonly List<string> _frames = [];
    private readonly List<string> _items = [];

    /// <summary>Writes a stream with a text and, if there are any, the arguments of a tool call.</summary>
    public static List<string> Frames(string[] texts, string[] arguments)
    {
        var writer = new ResponsesWireText();
        writer.Write("response.created", writer.Response("in_progress", "null"));
        writer.Write("response.in_progress", writer.Response("in_progress", "null"));
        writer.WriteMessage(texts);
        if (arguments.Length > 0)
        {
            writer.WriteCall(arguments);
        }

        writer.Write("response.completed", writer.Response("completed", """{"input_tokens":5,"output_tokens":7,"total_tokens":12}"""));
        return writer._frames;
    }

    private void WriteMessage(string[] texts)
    {
        const string place = """
            "item_id":"msg_1","output_index":0,"content_index":0
            """;
        var part = $$"""{"type":"output_text","annotations":[],"logprobs":[],"text":"{{string.Concat(texts)}}"}""";
        var item = $$"""{"id":"msg_1","type":"message","status":"completed","role":"assistant","content":[{{part}}]}""";
        Write("response.output_item.added", """
            "output_index":0,"item":{"id":"msg_1","type":"message","status":"in_progress","role":"assistant","content":[]}
            """);
        Write("response.content_part.added", $$"""{{place}},"part":{"type":"output_text","annotations":[],"logprobs":[],"text":""}""");
        foreach (var text in texts)
        {
            Write("response.output_text.delta", $"{place},\"logprobs\":[],\"delta\":\"{text}\"");
        }

        Write("response.output_text.done", $"{place},\"logprobs\":[],\"text\":\"{string.Concat(texts)}\"");
        Write("response.content_part.done", $"{place},\"part\":{part}");
        Write("response.output_item.done", $"\"output_index\":0,\"item\":{item}");
        _items.Add(item);
    }

    private void WriteCall(string[] arguments)
    {
        var all = WireText.Escaped(string.Concat(arguments));
        var item = $$"""{"id":"fc_1","type":"function_call","status":"completed","call_id":"call_1","name":"look","arguments":"{{all}}"}""";
        Write("response.output_item.added", """
            "output_index":1,"item":{"id":"fc_1","type":"function_call","status":"in_progress","call_id":"call_1","name":"look","arguments":""}
            """);
        foreach (var piece in arguments)
        {
            Write("response.function_call_arguments.delta", $"\"item_id\":\"fc_1\",\"output_index\":1,\"delta\":\"{WireText.Escaped(piece)}\"");
        }

        Write("response.function_call_arguments.done", $"\"item_id\":\"fc_1\",\"output_index\":1,\"name\":\"look\",\"arguments\":\"{all}\"");
        Write("response.output_item.done", $"\"output_index\":1,\"item\":{item}");
        _items.Add(item);
    }

    private string Response(string status, string usage) =>
        $$"""
        "response":{"id":"resp_1","object":"response","created_at":1,"status":"{{status}}","error":null,"incomplete_details":null,"model":"m","output":[{{string.Join(',', _items)}}],"usage":{{usage}}}
        """;

    private void Write(string type, string members) =>
        _frames.Add($"event: {type}\ndata: {{\"type\":\"{type}\",\"sequence_number\":{_frames.Count},{members}}}\n\n");
}
