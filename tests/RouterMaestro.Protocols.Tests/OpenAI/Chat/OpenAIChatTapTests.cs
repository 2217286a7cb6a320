using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.OpenAI.Chat.Passthrough;

namespace RouterMaestro.Protocols.Tests.OpenAI.Chat;

public class OpenAIChatTapTests
{
    private const string Role = """{"id":"1","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null,"tool_calls":[]},"finish_reason":null}]}""";
    private const string Text = """{"model":"m","choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":null}]}""";
    private const string Finish = """{"model":"m","choices":[{"index":0,"delta":{},"finish_reason": "length"}]}""";
    private const string Usage = """{"model":"m","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}""";

    [Fact]
    public void A_stream_is_observed_from_role_to_terminal()
    {
        var tap = new OpenAIChatTap(new() { WithholdUsage = true });
        Assert.Equal(
            ["\"m\"", "\"m\" content", "\"m\" content", "\"m\" content", "\"m\" withheld", "terminal"],
            Tapping.Inspect(tap, Role, Text, Text, Finish, Usage, "[DONE]"));
        Assert.Equal((FinishReason.Length, new TokenUsage(3, 0, 0, 4, 0)), (tap.Finish, tap.Usage));
        Assert.Null(tap.End());
        Assert.Null(tap.Failure);
    }

    /// <summary>A chunk that differs from the one before in its text alone is not checked as a whole again.</summary>
    [Theory]
    [InlineData("Hi", "\"m\" content")]
    [InlineData("\\u00e9\\n", "\"m\" content")]
    [InlineData("\\\"},\\\"finish_reason\\\":\\\"stop", "\"m\" content")]
    [InlineData("", "\"m\"")]
    [InlineData("\",\"role\":\"", "\"m\" content")]
    [InlineData("\",\"refusal\":\"\\\"", "\"m\" content")]
    [InlineData("\\x", "failure withheld")]
    [InlineData("\n", "failure withheld")]
    [InlineData("\\", "failure withheld")]
    [InlineData("a\"b", "failure withheld")]
    [InlineData("\"},\"finish_reason\":{", "failure withheld")]
    public void A_further_text_has_the_verdict_of_a_first_one(string text, string verdict)
    {
        var chunk = Text.Replace("Hi", text, StringComparison.Ordinal);
        var behind = "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}],\"model\":\"m\"}";

        var first = Tapping.Inspect(new OpenAIChatTap(default), Role, chunk)[1];

        Assert.Equal(first, Tapping.Inspect(new OpenAIChatTap(default), Role, Text, chunk)[2]);
        Assert.Equal(verdict.Split(' ')[0], first.Split(' ')[0]);
        Assert.Equal(["\"m\" content", "\"m\" content"], Tapping.Inspect(new OpenAIChatTap(default), behind, behind.Replace("Hi", "Hello", StringComparison.Ordinal)));
    }

    [Fact]
    public void Usage_is_withheld_only_if_not_requested_and_without_choices()
    {
        var riding = Finish[..^1] + ",\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}";
        Assert.Equal(["\"m\" content", "\"m\""], Tapping.Inspect(new OpenAIChatTap(default), riding, Usage));
        Assert.Equal(["\"m\" content"], Tapping.Inspect(new OpenAIChatTap(new() { WithholdUsage = true }), riding));
    }

    [Theory]
    [InlineData("""{"choices":[],"prompt_filter_results":[{"prompt_index":0}],"usage":null}""")]
    [InlineData("""{"choices":[],"model":""}""")]
    public void A_chunk_without_choices_and_usage_is_not_withheld(string chunk) =>
        Assert.DoesNotContain("withheld", Tapping.Inspect(new OpenAIChatTap(new() { WithholdUsage = true }), chunk)[0], StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"content":"x"}""")]
    [InlineData("""{"reasoning_content":"x"}""")]
    [InlineData("""{"role":"assistant","tool_calls":[{"index":0,"id":"c"}]}""")]
    [InlineData("""{"refusal":"no"}""")]
    [InlineData("""{"function_call":{"name":"f"}}""")]
    [InlineData("""{"future":1}""")]
    public void Any_delta_member_except_the_role_is_content(string delta) => Assert.Equal(["content"], InspectDelta(delta));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"role":"assistant","content":"","reasoning":null,"reasoning_details":[ ],"audio":{}}""")]
    [InlineData("""{"content":null,"r\u006fle":"assistant"}""")]
    public void Empty_members_are_no_content(string delta) => Assert.Equal([""], InspectDelta(delta));

    [Theory]
    [InlineData("""{"choices":[{"model":"x","delta":{"model":"y"}}],"x":{"model":"z"},"text":"\"model\":\"a\"","model":"m"}""", "\"m\"")]
    [InlineData("""{"mod\u0065l" : "m\"x", "choices":[]}""", "\"m\\\"x\"")]
    [InlineData("""{"model":null,"choices":[]}""", "")]
    public void Only_the_top_level_model_is_found(string chunk, string expected) =>
        Assert.StartsWith(expected, Tapping.Inspect(new OpenAIChatTap(default), chunk)[0], StringComparison.Ordinal);

    [Fact]
    public void A_finish_reason_is_found_behind_earlier_choices_and_lookalikes()
    {
        var tap = new OpenAIChatTap(default);
        Tapping.Inspect(
            tap,
            Text,
            """{"choices":[{"delta":{"content":"\"finish_reason\":\"length\"","x":{"finish_reason":"length"}},"finish_reason":null},{"finish_reason":null}]}""");
        Assert.Null(tap.Finish);
        Tapping.Inspect(tap, """{"choices":[{"finish_reason":null,"delta":{}},{"finish_reason" : "tool_calls"}]}""");
        Assert.Equal(FinishReason.ToolCalls, tap.Finish);
    }

    [Fact]
    public void Usage_of_Groq_is_read_and_provisional_zeros_are_ignored()
    {
        var tap = new OpenAIChatTap(default);
        Tapping.Inspect(
            tap,
            """{"choices":[{"delta":{}}],"x_groq":{"id":"r","usage":{"prompt_tokens":5,"completion_tokens":6}}}""",
            """{"choices":[],"usage":{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0}}""",
            """{"choices":[],"x_groq":{"id":"r"},"usage":{"prompt_tokens":"broken"}}""");
        Assert.Equal(new TokenUsage(5, 0, 0, 6, 0), tap.Usage);
    }

    [Theory]
    [InlineData("""{"error":{"message":"Slow down","type":"rate_limit_error"}}""", FailureKind.RateLimited, "failure")]
    [InlineData("""error|{"error":{"message":"Overloaded","type":"overloaded_error"}}""", FailureKind.Overloaded, "failure withheld")]
    [InlineData("""{"error":{"message":"Provider returned error","code":502},"choices":[{"delta":{"content":""},"finish_reason":"error"}]}""", FailureKind.ServerError, "failure withheld")]
    [InlineData("""{"choices":[{"delta":{"content":""},"finish_reason":"error","error":{"message":"broke","code":429}}]}""", FailureKind.RateLimited, "failure withheld")]
    [InlineData("""{"error":"broke"}""", FailureKind.ServerError, "failure withheld")]
    [InlineData("""{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", FailureKind.Overloaded, "failure withheld")]
    [InlineData("""{"type":"error","message":"broke"}""", FailureKind.ServerError, "failure withheld")]
    [InlineData("""{"detail":"broke"}""", FailureKind.ServerError, "failure withheld")]
    [InlineData("error|gone", FailureKind.ServerError, "failure withheld")]
    [InlineData("""{"choices":[{"delta":{"content":"half""", FailureKind.Malformed, "failure")]
    [InlineData("""{"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":}}]}}]}""", FailureKind.Malformed, "failure")]
    [InlineData("""{"choices":[{"delta":{"content":7}}]}""", FailureKind.Malformed, "failure")]
    [InlineData("""{"choices":[{"delta":{"reasoning_content":{}}}]}""", FailureKind.Malformed, "failure")]
    [InlineData("""{"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":7}}]}}]}""", FailureKind.Malformed, "failure")]
    [InlineData("""{"choices":[{"delta":"Hi"}]}""", FailureKind.Malformed, "failure")]
    [InlineData("""{"choices":{"delta":{"content":"Hi"}}}""", FailureKind.Malformed, "failure")]
    [InlineData("<html>", FailureKind.Malformed, "failure")]
    [InlineData(" ", FailureKind.Malformed, "failure")]
    public void Failures_are_reported(string frame, FailureKind expected, string verdict)
    {
        var tap = new OpenAIChatTap(default);
        Assert.Equal(["\"m\"", verdict], Tapping.Inspect(tap, Role, frame));
        Assert.Equal(expected, tap.Failure?.Kind);
        Assert.Same(tap.Failure, tap.End());
    }

    [Fact]
    public void Invalid_data_after_the_finish_reason_is_dropped() =>
        Assert.Equal(["\"m\" content", "withheld", "terminal"], Tapping.Inspect(new OpenAIChatTap(default), Finish, "{", " [DONE]\n"));

    [Theory]
    [InlineData(new[] { Role, Text, Finish }, null)]
    [InlineData(new[] { Text, "[DONE]" }, FailureKind.Cut)]
    [InlineData(new[] { Text, Usage, "[DONE]" }, FailureKind.Cut)]
    [InlineData(new[] { Text, """{"choices":[{"index":1,"delta":{"content":"Ho"}}]}""", Finish }, FailureKind.Cut)]
    [InlineData(new[] { """{"choices":[{"index":0,"delta":{"audio":{"transcript":"Hi"}}}]}""", """{"choices":[{"index":0,"delta":{"audio":{"expires_at":1}}}]}""", "[DONE]" }, null)]
    [InlineData(new[] { Role, Text }, FailureKind.Cut)]
    [InlineData(new[] { Role }, FailureKind.Empty)]
    [InlineData(new string[0], FailureKind.Empty)]
    [InlineData(new[] { Role, "[DONE]" }, FailureKind.Empty)]
    public void The_end_depends_on_the_frames_before(string[] frames, FailureKind? expected)
    {
        var tap = new OpenAIChatTap(default);
        Tapping.Inspect(tap, frames);
        Assert.Equal(expected, tap.End()?.Kind);
    }

    [Fact]
    public void A_provider_without_finish_reasons_ends_with_its_terminal()
    {
        var tap = new OpenAIChatTap(new() { Rules = new() { OmitsFinishReason = true } });

        Assert.Equal(["\"m\" content", "terminal"], Tapping.Inspect(tap, Text, "[DONE]"));
        Assert.Null(tap.End());
    }

    [Fact]
    public void What_is_broken_while_a_choice_is_open_is_a_failure() =>
        Assert.Equal(
            ["\"m\" content", "content", "\"m\" content", "failure"],
            Tapping.Inspect(new OpenAIChatTap(default), Text, """{"choices":[{"index":1,"delta":{"content":"Ho"}}]}""", Finish, "{"));

    [Fact]
    public void Chunks_are_observed_without_allocation()
    {
        var tap = new OpenAIChatTap(default);
        Tapping.Inspect(tap, Role, Text);
        var data = System.Text.Encoding.UTF8.GetBytes(Text);
        tap.Inspect([], data);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var times = 0; times < 100; times++)
        {
            tap.Inspect([], data);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static List<string> InspectDelta(string delta) =>
        Tapping.Inspect(new OpenAIChatTap(default), $$"""{"choices":[{"index":0,"delta":{{delta}},"finish_reason":null}]}""");
}
