using System.Text;
using CsCheck;
using RouterMaestro.Application.Protocols.OpenAIChat;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using static RouterMaestro.Application.Tests.Protocols.OpenAIChat.OpenAIChatTesting;

namespace RouterMaestro.Application.Tests.Protocols.OpenAIChat;

/// <summary>Whatever comes in, nothing is thrown but what the contracts allow, and every stream becomes a legal script.</summary>
public class OpenAIChatRobustnessTests
{
    private const int Iterations = 2000;

    private static readonly string[] _frames =
    [
        """{"id":"c","choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}""",
        """{"choices":[{"index":0,"delta":{"content":"text \ud83d"},"finish_reason":null}]}""",
        """{"choices":[{"index":1,"delta":{"reasoning":"hm","content":"other"}}]}""",
        """{"choices":[{"delta":{"refusal":"no","content":[{"type":"text","text":"b"},{"thinking":[{"text":"t"}]}]}}]}""",
        """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\""}}]}}]}""",
        """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":":1}"}},{"index":7,"function":{"name":"","arguments":"{}"}}]}}]}""",
        """{"choices":[{"index":0,"delta":{"tool_calls":[{"id":"z","function":{"name":"g"}},{"function":{"arguments":{"y":[2]}}}]}}]}""",
        """{"choices":[{"index":0,"delta":{"function_call":{"name":"h","arguments":"1"}}}]}""",
        """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1}}""",
        """{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}""",
        """{"error":{"message":"it broke","type":"server_error"}}""",
        "[DONE]",
    ];

    [Fact]
    public void Every_stream_is_a_legal_script() =>
        Gen.OneOf(Gen.Int[0, _frames.Length - 1].Select(at => _frames[at]), Mangled(Gen.Int[0, _frames.Length - 1].Select(at => _frames[at])))
            .Array[0, 9]
            .Sample(frames => AssertLegal(Script.Decode(frames).Events), iter: Iterations);

    [Fact]
    public void Every_body_is_an_answer_or_a_failure() => Mangled(Gen.Const(
        """
        {"id":"c","created":1,"choices":[{"index":0,"message":{"content":[{"text":"a\ud800"}],"reasoning":"r","refusal":null,
          "tool_calls":[{"id":"a","function":{"name":"f","arguments":"{\"x\":1}"}}],"audio":{"transcript":"t"}},"finish_reason":"stop"}],
          "usage":{"prompt_tokens":1,"completion_tokens":2}}
        """)).Sample(
        body =>
        {
            var reading = OpenAIChatAnswerReader.Read(Encoding.Latin1.GetBytes(body));
            Assert.True(reading.Answer is null ^ reading.Failure is null);
        },
        iter: Iterations);

    [Fact]
    public void Every_body_is_a_request_or_the_callers_error() => Mangled(Gen.Const(
        """
        {"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},{"type":"text","text":"\ud800"}]},
          {"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]},
          {"role":"tool","tool_call_id":"a","content":"x"}],"tools":[{"type":"function","function":{"name":"f","parameters":{"a":[1]}}}],
          "tool_choice":"auto","stop":["a"],"seed":5,"temperature":0.5,"top_p":1,"max_tokens":9,"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{}}},"thinking":{"type":"enabled"}}
        """)).Sample(
        body =>
        {
            try
            {
                Assert.NotEqual("", WriteRequest(Read(Encoding.Latin1.GetBytes(body))));
            }
            catch (RouterException exception)
            {
                Assert.Equal(400, exception.Error.Status);
            }
        },
        iter: Iterations);

    [Fact]
    public void Every_error_body_is_understood_somehow() => Mangled(Gen.Const(
        """{"error":{"message":"a\ud800","type":"t","code":7,"metadata":{"raw":"r"}},"detail":[{"msg":"x"}]}""")).Sample(
        body =>
        {
            var failure = OpenAIChatErrors.Read(500, new Headers([]), Encoding.Latin1.GetBytes(body));
            Assert.NotEqual("", failure.Message);
            Assert.NotEqual(0, OpenAIChatErrors.Write(RouterError.From(failure)).Body.Length);
        },
        iter: Iterations);

    /// <summary>Replaces a stretch of a text by one of another place, or by something nasty.</summary>
    private static Gen<string> Mangled(Gen<string> texts) =>
        from text in texts
        from start in Gen.Int[0, text.Length - 1]
        from length in Gen.Int[0, Math.Min(12, text.Length - start)]
        from other in Gen.Int[0, text.Length - 1]
        from nasty in Gen.OneOf(Gen.Const(""), Gen.Const("null"), Gen.Const("\""), Gen.Const("{}"), Gen.Const("[7]"), Gen.Const("\\ud800"), Gen.Const("\u00e9"), Gen.Const("-1e400"), Gen.Const(text[other..Math.Min(text.Length, other + 12)]))
        select string.Concat(text.AsSpan(0, start), nasty, text.AsSpan(start + length));

    private static void AssertLegal(List<ChatEvent> events)
    {
        Assert.IsType<ChatEvent.Started>(events[0]);
        Assert.True(events[^1] is ChatEvent.Completed or ChatEvent.Failed, "no end");
        var next = 0;
        var open = new HashSet<int>();
        foreach (var chatEvent in events.Skip(1).SkipLast(1))
        {
            switch (chatEvent)
            {
                case ChatEvent.PartStarted part:
                    Assert.Equal(next++, part.Index);
                    Assert.True(open.Add(part.Index));
                    break;
                case ChatEvent.PartDelta delta:
                    Assert.Contains(delta.Index, open);
                    Assert.False(delta.Text.IsEmpty);
                    break;
                case ChatEvent.SignatureDelta delta:
                    Assert.Contains(delta.Index, open);
                    break;
                case ChatEvent.PartEnded ended:
                    Assert.True(open.Remove(ended.Index));
                    break;
                default:
                    Assert.Fail($"{chatEvent.GetType().Name} in the middle");
                    break;
            }
        }

        Assert.True(events[^1] is ChatEvent.Failed || open.Count == 0, "completed with open parts");
    }
}
