using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Protocols.Tests.Laws;

/// <summary>
/// Law: wherever a server cuts its texts, also between the two escapes of a surrogate pair, each event holds whole characters and the text is the same. A
/// half that stays alone is one U+FFFD.
/// </summary>
public class SplitSurrogateLawTests
{
    private static readonly Gen<string> _text = Gen.OneOf("a", "é", "😀", "\ud83d", "\ude00", "\\", "\"", "ud83d", "𝄞", "\n").List[0, 12].Select(string.Concat);

    public static TheoryData<string, string> Streams()
    {
        var data = new TheoryData<string, string>();
        foreach (var (codec, kinds) in new[]
        {
            ("chat", "text,reasoning_content,reasoning,refusal,arguments,blocks,thinking-blocks"),
            ("messages", "text,thinking,arguments"),
            ("responses", "text,refusal,summary,reasoning,arguments,input"),
        })
        {
            foreach (var kind in kinds.Split(','))
            {
                data.Add(codec, kind);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void Pairs_are_whole_however_the_deltas_are_cut(string codec, string kind)
    {
        var law = LawCodec.Get(codec);
        Gen.Select(_text, Gen.Int[1, 3].List[0, 40]).Sample(
            (text, cuts) =>
            {
                var events = law.Decode(StreamOf(codec, kind, Cut(text, cuts)));

                Assert.Equal(Wellformed(text), TextOf(kind, events));
                Assert.IsType<ChatEvent.Completed>(events[^1]);
                Assert.DoesNotContain(events.OfType<ChatEvent.PartDelta>(), d => d.Text.IsEmpty);
            },
            iter: 300);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void A_pair_that_is_cut_arrives_as_one_character(string codec, string kind)
    {
        var events = LawCodec.Get(codec).Decode(StreamOf(codec, kind, ["A\ud83d", "\ude00B"]));

        Assert.Equal("A😀B", TextOf(kind, events));
    }

    [Fact]
    public void A_half_waits_for_the_next_delta_of_its_own_call()
    {
        string[] frames =
        [
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"t\":\"\ud83d"}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"b","function":{"name":"f","arguments":"{\"t\":\"\ud83c"}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\ude00\"}"}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"function":{"arguments":"\udf89\"}"}}]},"finish_reason":"tool_calls"}]}""",
        ];
        var builder = new ChatResponseBuilder();

        LawCodec.Get("chat").Decode(Stream(frames), builder, int.MaxValue / 2);

        Assert.Equal(["""{"t":"😀"}""", """{"t":"🎉"}"""], builder.Build().Parts.Cast<ToolCallPart>().Select(c => c.Arguments.ToString()));
    }

    [Fact]
    public void Text_that_may_hold_calls_keeps_its_pairs()
    {
        var decoder = LawCodec.Get("chat").Outbound.CreateDecoder(new(), new() { HasCallsInText = true, OmitsFinishReason = true });
        var builder = new ChatResponseBuilder();
        foreach (var piece in (string[])["<tool_call>\\ud83d", "\\ude00 no call", " \\ud83d"])
        {
            decoder.Decode([], Encoding.UTF8.GetBytes($$"""{"choices":[{"index":0,"delta":{"content":"{{piece}}"} }]}"""), builder);
        }

        decoder.Decode([], "[DONE]"u8, builder);

        Assert.Equal([new TextPart("<tool_call>😀 no call \ufffd")], builder.Build().Parts);
    }

    private static string Wellformed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>Joins the deltas. The text of a custom tool is an argument by then.</summary>
    private static string TextOf(string kind, List<ChatEvent> events)
    {
        var text = string.Concat(events.OfType<ChatEvent.PartDelta>().Select(d => d.Text.ToString()));
        return kind == "input" ? JsonSerializer.Deserialize<Dictionary<string, string>>(text)!["input"] : text;
    }

    private static IEnumerable<string> Cut(string text, List<int> cuts)
    {
        foreach (var cut in cuts)
        {
            var length = Math.Min(cut, text.Length);
            yield return text[..length];
            text = text[length..];
        }

        yield return text;
    }

    private static byte[] StreamOf(string codec, string kind, IEnumerable<string> pieces) => codec switch
    {
        "chat" => Stream([.. pieces.Select(p => ChatChunk(kind, p)), """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""", "[DONE]"]),
        "messages" => Stream(
        [
            """{"type":"message_start","message":{"id":"m","type":"message","role":"assistant","content":[],"usage":{"input_tokens":1,"output_tokens":1}}}""",
            $$"""{"type":"content_block_start","index":0,"content_block":{{MessagesBlock(kind)}} }""",
            .. pieces.Select(p => $$"""{"type":"content_block_delta","index":0,"delta":{{MessagesDelta(kind, Escape(p))}} }"""),
            """{"type":"content_block_stop","index":0}""",
            """{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":2}}""",
            """{"type":"message_stop"}""",
        ]),
        _ => Stream(
        [
            .. kind is "arguments" or "input"
                ? [$$"""{"type":"response.output_item.added","output_index":0,"item":{"type":"{{(kind == "input" ? "custom_tool_call" : "function_call")}}","id":"i","call_id":"c","name":"f","status":"in_progress"} }"""]
                : (string[])[],
            .. pieces.Select(p => $$"""{"type":"{{ResponsesDelta(kind)}}","output_index":0,"content_index":0,"summary_index":0,"delta":"{{Escape(p)}}"}"""),
            """{"type":"response.output_item.done","output_index":0,"item":{"type":"other"}}""",
            """{"type":"response.completed","response":{"status":"completed","output":[]}}""",
        ]),
    };

    private static string ChatChunk(string kind, string piece)
    {
        var text = Escape(piece);
        var delta = kind switch
        {
            "text" => $$"""{"content":"{{text}}"}""",
            "refusal" => $$"""{"refusal":"{{text}}"}""",
            "arguments" => $$"""{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{{text}}"} }]}""",
            "blocks" => $$"""{"content":[{"type":"text","text":"{{text}}"}]}""",
            "thinking-blocks" => $$"""{"content":[{"type":"thinking","thinking":[{"type":"text","text":"{{text}}"}]}]}""",
            _ => $$"""{"{{kind}}":"{{text}}"}""",
        };
        return $$"""{"choices":[{"index":0,"delta":{{delta}},"finish_reason":null}]}""";
    }

    private static string MessagesBlock(string kind) => kind switch
    {
        "text" => """{"type":"text","text":""}""",
        "thinking" => """{"type":"thinking","thinking":""}""",
        _ => """{"type":"tool_use","id":"a","name":"f","input":{}}""",
    };

    private static string MessagesDelta(string kind, string text) => kind switch
    {
        "text" => $$"""{"type":"text_delta","text":"{{text}}"}""",
        "thinking" => $$"""{"type":"thinking_delta","thinking":"{{text}}"}""",
        _ => $$"""{"type":"input_json_delta","partial_json":"{{text}}"}""",
    };

    private static string ResponsesDelta(string kind) => kind switch
    {
        "text" => "response.output_text.delta",
        "refusal" => "response.refusal.delta",
        "summary" => "response.reasoning_summary_text.delta",
        "reasoning" => "response.reasoning_text.delta",
        "arguments" => "response.function_call_arguments.delta",
        _ => "response.custom_tool_call_input.delta",
    };

    private static byte[] Stream(IEnumerable<string> frames) => Encoding.UTF8.GetBytes(string.Concat(frames.Select(f => $"data: {f}\n\n")));

    private static string Escape(string text) => string.Concat(text.Select(c => c switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        > '\x7e' => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
        _ => c.ToString(),
    }));
}
