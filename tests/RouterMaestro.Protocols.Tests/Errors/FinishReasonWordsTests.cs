using System.Text;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Passthrough;
using RouterMaestro.Protocols.Tests.Laws;

namespace RouterMaestro.Protocols.Tests.Errors;

/// <summary>The words with which servers end a response, in every protocol, streamed and whole, translated and passed through.</summary>
public class FinishReasonWordsTests
{
    private static readonly string[] _broken =
    [
        "insufficient_system_resource", "abort", "ABORT", "error", "ERROR", "network_error", "cancelled", "timeout", "engine_overloaded", "MALFORMED_FUNCTION_CALL",
        "function_call_filter: MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "malformed_model_output",
    ];

    public static TheoryData<string, string> Broken()
    {
        var data = new TheoryData<string, string>();
        foreach (var word in _broken)
        {
            data.Add("chat", word);
            data.Add("messages", word);
            data.Add("responses", word);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_response_that_a_server_broke_off_is_a_failure(string codec, string word)
    {
        var outbound = LawCodec.Get(codec).Outbound;
        var expected = word is "insufficient_system_resource" or "engine_overloaded" ? FailureKind.Overloaded : FailureKind.ServerError;

        var whole = outbound.ReadResponse(Whole(codec, word));
        var streamed = Decode(codec, word);

        Assert.Equal(expected, whole.Failure?.Kind);
        Assert.Equal(expected, streamed.Failure?.Kind);
        Assert.Contains(word, streamed.Failure!.Message, StringComparison.Ordinal);
        if (codec != "responses")
        {
            // an incomplete response says so itself on passthrough, in a form that its clients know
            Assert.Equal(expected, outbound.ReadPassthrough(Whole(codec, word).Span, new()).Failure?.Kind);
            Assert.Equal(expected, Tap(codec, word)?.Kind);
        }
    }

    [Theory]
    [InlineData("MAX_TOKENS", FinishReason.Length)]
    [InlineData("max_tokens", FinishReason.Length)]
    [InlineData("FinishReason.MAX_TOKENS", FinishReason.Length)]
    [InlineData("FINISH_REASON_MAX_TOKENS", FinishReason.Length)]
    [InlineData("model_length", FinishReason.Length)]
    [InlineData("ERROR_LIMIT", FinishReason.Length)]
    [InlineData("length", FinishReason.Length)]
    [InlineData("SAFETY", FinishReason.ContentFilter)]
    [InlineData("content_filter: PROHIBITED_CONTENT", FinishReason.ContentFilter)]
    [InlineData("PROHIBITED_CONTENT", FinishReason.ContentFilter)]
    [InlineData("LANGUAGE", FinishReason.ContentFilter)]
    [InlineData("IMAGE_PROHIBITED_CONTENT", FinishReason.ContentFilter)]
    [InlineData("OTHER", FinishReason.ContentFilter)]
    [InlineData("sensitive", FinishReason.ContentFilter)]
    [InlineData("STOP", FinishReason.Stop)]
    [InlineData("eos_token", FinishReason.Stop)]
    [InlineData("COMPLETE", FinishReason.Stop)]
    [InlineData("a word of tomorrow", FinishReason.Stop)]
    public void The_words_of_vendors_have_one_meaning_in_every_protocol(string word, FinishReason expected)
    {
        foreach (var codec in (string[])["chat", "messages"])
        {
            Assert.Equal(expected, LawCodec.Get(codec).Outbound.ReadResponse(Whole(codec, word)).Response!.Finish);
            Assert.Equal(expected, Decode(codec, word).Build().Finish);
        }

        var incomplete = expected == FinishReason.ContentFilter ? FinishReason.ContentFilter : FinishReason.Length;
        Assert.Equal(incomplete, LawCodec.Get("responses").Outbound.ReadResponse(Whole("responses", word)).Response!.Finish);
        Assert.Equal(incomplete, Decode("responses", word).Build().Finish);
    }

    [Theory]
    [InlineData("failed")]
    [InlineData("cancelled")]
    public void A_response_that_completes_with_a_status_of_failure_is_a_failure(string status)
    {
        var builder = new ChatResponseBuilder();

        LawCodec.Get("responses").Decode(
            Encoding.UTF8.GetBytes($$$$"""data: {"type":"response.completed","response":{"status":"{{{{status}}}}","output":[],"error":{"message":"It broke"}}}""" + "\n\n"), builder, int.MaxValue / 2);

        Assert.NotNull(builder.Failure);
    }

    private static ReadOnlyMemory<byte> Whole(string codec, string word) => Encoding.UTF8.GetBytes(codec switch
    {
        "chat" => $$$$"""{"choices":[{"index":0,"message":{"role":"assistant","content":"half of"},"finish_reason":"{{{{word}}}}"}]}""",
        "messages" => $$$$"""{"type":"message","role":"assistant","content":[{"type":"text","text":"half of"}],"stop_reason":"{{{{word}}}}","usage":{"input_tokens":1,"output_tokens":1}}""",
        _ => Incomplete(word),
    });

    private static string Incomplete(string word) =>
        $$$$"""{"object":"response","status":"incomplete","incomplete_details":{"reason":"{{{{word}}}}"},"output":[{"type":"message","content":[{"type":"output_text","text":"half of"}]}]}""";

    private static IEnumerable<string> Frames(string codec, string word) => codec switch
    {
        "chat" =>
        [
            """{"id":"c","model":"m","choices":[{"index":0,"delta":{"content":"half of"},"finish_reason":null}]}""",
            $$$$"""{"id":"c","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"{{{{word}}}}"}]}""",
            "[DONE]",
        ],
        "messages" =>
        [
            """{"type":"message_start","message":{"type":"message","model":"m","content":[],"usage":{"input_tokens":1,"output_tokens":1}}}""",
            """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"half of"}}""",
            $$$$"""{"type":"message_delta","delta":{"stop_reason":"{{{{word}}}}"},"usage":{"output_tokens":2}}""",
            """{"type":"message_stop"}""",
        ],
        _ => [$$$$"""{"type":"response.incomplete","response":{{{{Incomplete(word)}}}} }"""],
    };

    private static ChatResponseBuilder Decode(string codec, string word)
    {
        var builder = new ChatResponseBuilder();
        LawCodec.Get(codec).Decode(Encoding.UTF8.GetBytes(string.Concat(Frames(codec, word).Select(f => $"data: {f}\n\n"))), builder, int.MaxValue / 2);
        return builder;
    }

    private static UpstreamFailure? Tap(string codec, string word)
    {
        var tap = LawCodec.Get(codec).Outbound.CreateTap(new PassthroughOptions { Repair = true });
        foreach (var frame in Frames(codec, word))
        {
            var name = codec == "messages" ? frame.Split('"')[3] : "";
            if (tap.Inspect(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(frame)).IsFailure)
            {
                break;
            }
        }

        return tap.End();
    }
}
