using System.Text;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.OpenAI.Chat.Passthrough;

namespace RouterMaestro.Protocols.Tests.OpenAI.Chat;

public class OpenAIChatPassthroughTests
{
    [Fact]
    public void Model_usage_and_finish_reason_are_found()
    {
        var body = """
            {"id":"1","choices":[{"message":{"content":"\"model\":\"x\"","model":"y"},"finish_reason":"tool_calls"},{"finish_reason":"stop"}],
             "mod\u0065l":"gpt-x","usage":{"prompt_tokens":10,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":4}}}
            """u8;
        var reading = OpenAIChatPassthrough.Read(body, default);
        Assert.Null(reading.Failure);
        Assert.Equal("\"gpt-x\"", Encoding.UTF8.GetString(body.Slice(reading.Model.Start, reading.Model.Length)));
        Assert.Equal((FinishReason.ToolCalls, new TokenUsage(6, 4, 0, 5, 0)), (reading.Finish, reading.Usage));
    }

    [Theory]
    [InlineData("""{"choices":[{"message":{"content":"x"}}]}""")]
    [InlineData("""{"choices":[{}],"model":null,"usage":null,"error":null,"extra":{"odd":[1]}}""")]
    public void A_response_may_lack_optional_members(string body)
    {
        var reading = OpenAIChatPassthrough.Read(Encoding.UTF8.GetBytes(body), default);
        Assert.Null(reading.Failure);
        Assert.True(reading.Model.IsEmpty);
        Assert.Null(reading.Usage);
        Assert.Null(reading.Finish);
    }

    [Theory]
    [InlineData("", FailureKind.Empty)]
    [InlineData(" \n", FailureKind.Empty)]
    [InlineData("""{"choices":[]}""", FailureKind.Empty)]
    [InlineData("""{"object":"chat.completion"}""", FailureKind.Malformed)]
    [InlineData("<html><body>Bad gateway</body></html>", FailureKind.Malformed)]
    [InlineData("""{"choices":[{"message":{"content":"cut of""", FailureKind.Malformed)]
    [InlineData("""{"choices":[{}]}{}""", FailureKind.Malformed)]
    [InlineData("""{"error":{"message":"Overloaded","code":529}}""", FailureKind.Overloaded)]
    [InlineData("""{"error":{"message":"x","code":429},"choices":[{}]}""", FailureKind.RateLimited)]
    [InlineData("""{"object":"error","message":"no such model","code":404}""", FailureKind.NotFound)]
    [InlineData("""{"choices":[{"finish_reason":"error","error":{"message":"broke","code":502},"message":{"content":""}}]}""", FailureKind.ServerError)]
    public void An_invalid_response_is_a_failure(string body, FailureKind expected) =>
        Assert.Equal(expected, OpenAIChatPassthrough.Read(Encoding.UTF8.GetBytes(body), default).Failure?.Kind);
}
