using System.Text;
using CsCheck;
using RouterMaestro.Application.Protocols.OpenAIResponses;
using RouterMaestro.Application.Tests.Protocols.OpenAIChat;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using static RouterMaestro.Application.Tests.Protocols.OpenAIResponses.ResponsesTesting;

namespace RouterMaestro.Application.Tests.Protocols.OpenAIResponses;

/// <summary>Whatever comes in, nothing is thrown but what the contracts allow, and every stream becomes a legal script.</summary>
public class ResponsesRobustnessTests
{
    private const int Iterations = 3000;

    private static readonly string[] _frames =
    [
        """{"type":"response.created","sequence_number":0,"response":{"id":"r","model":"m","status":"in_progress","output":[]}}""",
        """{"type":"response.output_item.added","output_index":0,"item":{"id":"m","type":"message","role":"assistant","content":[]}}""",
        """{"type":"response.content_part.added","item_id":"m","output_index":0,"content_index":0,"part":{"type":"output_text","text":""}}""",
        """{"type":"response.output_text.delta","item_id":"m","output_index":0,"content_index":0,"delta":"text \ud83d"}""",
        """{"type":"response.output_text.done","item_id":"m","output_index":0,"content_index":0,"text":"text and more"}""",
        """{"type":"response.refusal.delta","item_id":"m","output_index":0,"content_index":1,"delta":"no"}""",
        """{"type":"response.output_item.done","output_index":0,"item":{"id":"m","type":"message","content":[{"type":"output_text","text":"text"},{"type":"refusal","refusal":"no"}]}}""",
        """{"type":"response.output_item.added","output_index":1,"item":{"id":"rs","type":"reasoning","summary":[]}}""",
        """{"type":"response.reasoning_summary_text.delta","item_id":"rs","output_index":1,"summary_index":0,"delta":"hm"}""",
        """{"type":"response.reasoning_text.delta","item_id":"rs","output_index":1,"content_index":0,"delta":"deep"}""",
        """{"type":"response.output_item.done","output_index":1,"item":{"id":"rs","type":"reasoning","summary":[{"type":"summary_text","text":"hm"}],"encrypted_content":"x"}}""",
        """{"type":"response.output_item.added","output_index":2,"item":{"id":"f","type":"function_call","call_id":"c","name":"f","arguments":""}}""",
        """{"type":"response.function_call_arguments.delta","item_id":"f","output_index":2,"delta":"{\"x\":"}""",
        """{"type":"response.function_call_arguments.done","item_id":"f","output_index":2,"arguments":"{\"x\":1}"}""",
        """{"type":"response.output_item.done","output_index":2,"item":{"id":"f","type":"function_call","call_id":"c","name":"f","arguments":"{\"x\":1}"}}""",
        """{"type":"response.output_item.added","output_index":3,"item":{"id":"ct","type":"custom_tool_call","call_id":"d","name":"g","input":""}}""",
        """{"type":"response.custom_tool_call_input.delta","item_id":"ct","output_index":3,"delta":"a \"b\""}""",
        """{"type":"response.output_item.done","output_index":4,"item":{"id":"ws","type":"web_search_call","status":"completed"}}""",
        """{"type":"response.completed","response":{"id":"r","model":"m","status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":"whole"}]}],"usage":{"input_tokens":3,"output_tokens":2}}}""",
        """{"type":"response.incomplete","response":{"status":"incomplete","incomplete_details":{"reason":"content_filter"},"output":[]}}""",
        """{"type":"response.failed","response":{"status":"failed","error":{"code":"server_error","message":"it broke"}}}""",
        """{"type":"error","code":"server_error","message":"it broke"}""",
    ];

    [Fact]
    public void Every_stream_is_a_legal_script_and_can_be_told_again() =>
        Gen.OneOf(Frame(), Frame(), Mangled(Frame())).Array[0, 14].Sample(
            frames =>
            {
                var events = Decode(string.Concat(frames.Select(f => $"data: {f.ReplaceLineEndings(" ")}\n\n")));
                AssertLegal(events);
                ResponsesStreamGrammar.Check(Frames(Encode(events)));
            },
            iter: Iterations);

    [Fact]
    public void Every_frame_is_passed_by_the_tap() => Mangled(Frame()).Sample(
        frame => Assert.Single(Tapping.Inspect(new ResponsesTap(), "message|" + frame)),
        iter: Iterations);

    [Fact]
    public void Every_body_is_an_answer_or_a_failure() => Mangled(Gen.Const(
        """
        {"id":"r","object":"response","created_at":1,"status":"completed","model":"m","output":[
          {"type":"reasoning","id":"rs","summary":[{"type":"summary_text","text":"a\ud800"}],"encrypted_content":"x"},
          {"type":"message","id":"m","role":"assistant","content":[{"type":"output_text","text":"t","annotations":[]},{"type":"refusal","refusal":"n"}]},
          {"type":"function_call","call_id":"a","name":"f","namespace":"n","arguments":"{\"x\":1}"},{"type":"custom_tool_call","call_id":"b","name":"g","input":"i"},
          {"type":"web_search_call","id":"w"}],"incomplete_details":{"reason":"max_output_tokens"},"usage":{"input_tokens":1,"output_tokens":2}}
        """)).Sample(
        body =>
        {
            var reading = ResponsesAnswerReader.Read(Encoding.Latin1.GetBytes(body));
            Assert.True(reading.Answer is null ^ reading.Failure is null);
        },
        iter: Iterations);

    [Fact]
    public void Every_body_is_a_request_or_the_callers_error() => Mangled(Gen.Const(
        """
        {"model":"m","instructions":"i","input":[{"role":"user","content":[{"type":"input_image","image_url":"data:image/png;base64,AAAA"},{"type":"input_text","text":"\ud800"},{"type":"input_file","file_id":"f"}]},
          {"type":"reasoning","id":"rs","summary":[{"type":"summary_text","text":"s"}],"encrypted_content":"rm1:messages:x"},
          {"type":"function_call","call_id":"a","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"a","output":[{"type":"input_text","text":"x"}]},
          {"type":"custom_tool_call","call_id":"b","name":"g","input":"i"},{"type":"custom_tool_call_output","call_id":"b","output":"o"},
          {"type":"message","role":"assistant","content":[{"type":"output_text","text":"t"}]},{"type":"web_search_call","id":"w"}],
          "tools":[{"type":"function","name":"f","parameters":{"a":[1]}},{"type":"custom","name":"g","format":{"type":"text"}},{"type":"namespace","name":"n","tools":[{"type":"function","name":"h"}]}],
          "tool_choice":{"type":"allowed_tools","mode":"auto","tools":[{"type":"function","name":"f"}]},"reasoning":{"effort":"low","summary":"auto"},
          "text":{"format":{"type":"json_schema","name":"n","schema":{}},"verbosity":"low"},"max_output_tokens":9,"metadata":{"a":"b"}}
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
            var failure = ResponsesErrors.Read(500, new Headers([]), Encoding.Latin1.GetBytes(body));
            Assert.NotEqual("", failure.Message);
            Assert.NotEqual(0, ResponsesErrors.Write(RouterError.From(failure)).Body.Length);
        },
        iter: Iterations);

    private static Gen<string> Frame() => Gen.Int[0, _frames.Length - 1].Select(at => _frames[at]);

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
                case ChatEvent.SignatureDelta seal:
                    Assert.Contains(seal.Index, open);
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
