using System.Text;
using System.Text.Json;
using RouterMaestro.Testing.Observing;
using RouterMaestro.TestKit;

namespace RouterMaestro.Testing.Tests;

/// <summary>Server-sent events are taken apart by the rules of the standard, and breaches of a protocol's grammar are noted.</summary>
public class TranscriptTests
{
    [Fact]
    public void Events_comments_and_the_rest_are_told_apart()
    {
        var transcript = SseTranscript.Parse("\uFEFF: one\n\nevent: a\r\ndata: 1\r\ndata:2\r\n\r\ndata\rid: 7\r\revent: b\n\n:two\ndata: 3\n\ndata: open\n");
        Assert.Equal([new("a", "1\n2"), new("message", ""), new("message", "3")], transcript.Events);
        Assert.Equal(["one", "two"], transcript.Comments);
        Assert.Equal("data: open\n", transcript.Unfinished);
    }

    [SharedDataFact]
    public void The_standards_cases_hold()
    {
        using var cases = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SharedData.Root!, "sse", "sse-parser-cases.json")));
        var root = cases.RootElement.ValueKind == JsonValueKind.Array ? cases.RootElement : cases.RootElement.GetProperty("cases");
        var count = 0;
        foreach (var item in root.EnumerateArray())
        {
            var expected = item.GetProperty("expected").GetProperty("events").EnumerateArray().Select(e => e.GetProperty("data").GetString());
            var actual = SseTranscript.Parse(Encoding.UTF8.GetBytes(item.GetProperty("raw").GetString()!)).Events.Select(e => e.Data);
            Assert.True(expected.SequenceEqual(actual), item.GetProperty("name").GetString());
            count++;
        }

        Assert.Equal(51, count);
    }

    public static TheoryData<string, string, string> Breaches => new()
    {
        { "chat", """{"object":"chat.completion.chunk","id":"1","model":"m","choices":[{"delta":{"content":"x"}}]}""", "content before the role" },
        { "chat", "[DONE]|[DONE]", "an event after [DONE]: [DONE]" },
        { "chat", """{"object":"chat.completion.chunk","id":"1","model":"m","choices":[]}|{"object":"chat.completion.chunk","id":"2","model":"m","choices":[]}""", "the id changes" },
        { "chat", """{"object":"chat.completion.chunk","choices":[{"delta":{"role":"assistant","tool_calls":[{"index":1,"id":"a","type":"function","function":{"name":"f","arguments":""}}]}}]}""", "a tool call without an index, or one that leaves a gap" },
        { "chat", """{"object":"chat.completion.chunk","choices":[{"delta":{"role":"assistant"},"finish_reason":"tool_calls"}]}""", "finish_reason and tool calls don't agree" },
        { "chat", """{"error":{"message":"x"}}|{"object":"chat.completion.chunk","choices":[]}""", """an event after the error: {"object":"chat.completion.chunk","choices":[]}""" },
        { "messages", """{"type":"content_block_stop","index":0}""", "content_block_stop before message_start" },
        { "messages", """{"type":"content_block_stop","index":0}""", "content_block_stop for block 0, which is not open" },
        { "messages", """{"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}""", "block 1 starts where 0 is next" },
        { "messages", """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}|{"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}""", "a block starts inside of another" },
        { "messages", """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}|{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{}"}}""", "input_json_delta in a block of type text" },
        { "messages", """{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"a","name":"b","input":{}}}|{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{"}}|{"type":"content_block_stop","index":0}""", "the input of a tool_use block is not a JSON object" },
        { "messages", """{"type":"message_stop"}|{"type":"ping"}""", "an event after message_stop: ping" },
        { "messages", """{"type":"message_stop"}""", "message_stop without a stop_reason" },
        { "messages", """{"type":"error","error":{"type":"api_error","message":"x"}}|{"type":"message_stop"}""", "an event after the error: message_stop" },
        { "messages", """{"type":"message_start","message":{"type":"message","role":"assistant","usage":{}}}|{"type":"message_start","message":{"type":"message","role":"assistant","usage":{}}}""", "message_start twice" },
        { "messages", """{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{}}""", "stop_reason and tool_use blocks don't agree" },
        { "responses", Added, "response.output_item.added before response.created" },
        { "responses", $"{Created}|{Created}", "response.created twice" },
        { "responses", $$$"""{{{Created}}}|{"type":"response.in_progress","sequence_number":2,"response":{"status":"in_progress"}}""", "event 1 has the sequence number 2" },
        { "responses", $"{Created}|{Delta}", "response.output_text.delta for item 0, which has not begun" },
        { "responses", $"{Created}|{Added}|{Delta}", "a piece of content 0, which is not open" },
        { "responses", $$$"""{{{Created}}}|{{{Added}}}|{"type":"response.function_call_arguments.delta","output_index":0,"item_id":"i","delta":"x"}""", "response.function_call_arguments.delta in an item of type message" },
        { "responses", $$$"""{{{Created}}}|{{{Added}}}|{"type":"response.content_part.added","output_index":0,"content_index":0,"item_id":"j"}""", "response.content_part.added for another item than 0" },
        { "responses", $$$"""{{{Created}}}|{{{Added}}}|{{{Part}}}|{{{Delta}}}|{"type":"response.output_text.done","output_index":0,"content_index":0,"item_id":"i","text":"other"}""", "content 0 ends as other than its pieces" },
        { "responses", $$$"""{{{Created}}}|{{{Added}}}|{{{Part}}}|{"type":"response.output_item.done","output_index":0,"item":{"id":"i","type":"message"}}""", "item 0 is done while a part of it is open" },
        { "responses", $$$"""{{{Created}}}|{{{Added}}}|{"type":"response.completed","response":{"status":"completed","output":[]}}""", "the response ends while an item is not done" },
        { "responses", $$$"""{{{Created}}}|{"type":"response.completed","response":{"status":"completed","output":[{"id":"i","type":"message"}]}}""", "the response ends with other items than were done" },
        { "responses", $$$"""{{{Created}}}|{"type":"response.completed","response":{"status":"completed","output":[]}}|{{{Delta}}}""", "an event after the terminal: response.output_text.delta" },
        { "responses", Created + "|" + """{"type":"response.completed","response":{"status":"failed","error":{"message":"x"}}}""", "response.completed with the status failed" },
        { "responses", $$$"""{{{Created}}}|{"type":"error","message":"x"}|{{{Added}}}""", "an event after the error: response.output_item.added" },
    };

    private const string Created = """{"type":"response.created","response":{"status":"in_progress"}}""";
    private const string Added = """{"type":"response.output_item.added","output_index":0,"item":{"id":"i","type":"message"}}""";
    private const string Part = """{"type":"response.content_part.added","output_index":0,"content_index":0,"item_id":"i","part":{"type":"output_text","text":""}}""";
    private const string Delta = """{"type":"response.output_text.delta","output_index":0,"content_index":0,"item_id":"i","delta":"x"}""";

    [Theory]
    [MemberData(nameof(Breaches))]
    public void A_breach_of_the_grammar_is_noted(string protocol, string events, string problem)
    {
        var text = string.Concat(events.Split('|').Select(data => protocol == "chat" ? $"data: {data}\n\n" : $"event: {TypeOf(data)}\ndata: {data}\n\n"));
        Assert.Contains(problem, ObservedResponse.FromStream(WireClient.Protocol(protocol), SseTranscript.Parse(text)).Problems);
    }

    [SharedDataFact]
    public void Recorded_streams_of_the_providers_are_free_of_problems()
    {
        // two files of Chat come from another server, audio ends without a finish reason, and one list of tools is never done
        string[] others = ["tools_streaming_variant", "Audio", "mcp_list_tools_stream_backfills"];
        var recordings = Recordings.Of("openai-chat", "anthropic-messages", "openai-responses")
            .Where(r => r.IsSse && r.Url is not null && !others.Any(other => r.File.Contains(other, StringComparison.Ordinal)))
            .ToList();
        var problems = recordings.Select(r => (r.Name, Response: ObservedResponse.FromStream(
                WireClient.Protocol(r.Family switch { "openai-chat" => "chat", "anthropic-messages" => "messages", _ => "responses" }), SseTranscript.Parse(r.Body))))
            .Where(r => r.Response.Problems.Count > 0 || !r.Response.IsComplete)
            .Select(r => $"{r.Name}: {string.Join("; ", r.Response.Problems)}");

        Assert.True(!problems.Any(), string.Join("\n", problems));
        Assert.Equal(60, recordings.Count);
    }

    private static string TypeOf(string data)
    {
        using var document = JsonDocument.Parse(data);
        return document.RootElement.GetProperty("type").GetString()!;
    }
}
