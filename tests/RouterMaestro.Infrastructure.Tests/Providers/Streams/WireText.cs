using System.Text;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Infrastructure.Tests.Providers.Streams;

/// <summary>Streams as providers send them, written by hand, frame by frame.</summary>
internal static class WireText
{
    /// <summary>Writes a stream with a text and, if there are any, the arguments of a tool call.</summary>
    public static List<string> Frames(WireProtocol protocol, string[] texts, string[] arguments) =>
        protocol == WireProtocol.OpenAIChat ? Chat(texts, arguments)
        : protocol == WireProtocol.AnthropicMessages ? Messages(texts, arguments)
        : ResponsesWireText.Frames(texts, arguments);

    public static byte[] Bytes(IEnumerable<string> frames) => Encoding.UTF8.GetBytes(string.Concat(frames));

    private static List<string> Chat(string[] texts, string[] arguments)
    {
        List<string> frames = [Chunk("""{"role":"assistant","content":""}""")];
        frames.AddRange(texts.Select(t => Chunk($$"""{"content":"{{t}}"}""")));
        if (arguments.Length > 0)
        {
            frames.Add(Chunk("""{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"look","arguments":""}}]}"""));
            frames.AddRange(arguments.Select(a => Chunk($$$"""{"tool_calls":[{"index":0,"function":{"arguments":"{{{Escaped(a)}}}"}}]}""")));
        }

        frames.Add(Chunk("{}", arguments.Length > 0 ? "\"tool_calls\"" : "\"stop\""));
        frames.Add("data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":7,\"total_tokens\":12}}\n\n");
        frames.Add("data: [DONE]\n\n");
        return frames;
    }

    private static string Chunk(string delta, string finish = "null") =>
        $$"""data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{{delta}},"finish_reason":{{finish}}}]}""" + "\n\n";

    private static List<string> Messages(string[] texts, string[] arguments)
    {
        List<string> frames =
        [
            Event("message_start", """{"message":{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":5,"output_tokens":1}}}"""),
            Event("content_block_start", """{"index":0,"content_block":{"type":"text","text":""}}"""),
            Event("ping", "{}"),
        ];
        frames.AddRange(texts.Select(t => Event("content_block_delta", $$$"""{"index":0,"delta":{"type":"text_delta","text":"{{{t}}}"}}""")));
        frames.Add(Event("content_block_stop", """{"index":0}"""));
        if (arguments.Length > 0)
        {
            frames.Add(Event("content_block_start", """{"index":1,"content_block":{"type":"tool_use","id":"toolu_1","name":"look","input":{}}}"""));
            frames.AddRange(arguments.Select(a =>
                Event("content_block_delta", $$$"""{"index":1,"delta":{"type":"input_json_delta","partial_json":"{{{Escaped(a)}}}"}}""")));
            frames.Add(Event("content_block_stop", """{"index":1}"""));
        }

        var reason = arguments.Length > 0 ? "tool_use" : "end_turn";
        frames.Add(Event("message_delta", $$$"""{"delta":{"stop_reason":"{{{reason}}}","stop_sequence":null},"usage":{"output_tokens":7}}"""));
        frames.Add(Event("message_stop", "{}"));
        return frames;
    }

    private static string Event(string name, string json) =>
        json == "{}" ? $"event: {name}\ndata: {{\"type\":\"{name}\"}}\n\n" : $"event: {name}\ndata: {{\"type\":\"{name}\",{json[1..]}\n\n";

    /// <summary>Escapes the quotes of JSON within a JSON string.</summary>
    public static string Escaped(string text) => text.Replace("\"", "\\\"", StringComparison.Ordinal);
}
