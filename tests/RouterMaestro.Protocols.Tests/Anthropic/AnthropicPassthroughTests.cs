using System.Text;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Anthropic.Passthrough;

namespace RouterMaestro.Protocols.Tests.Anthropic;

public class AnthropicPassthroughTests
{
    [Fact]
    public void Model_usage_and_stop_reason_are_found()
    {
        var body = """
            {"type":"message","content":[{"type":"tool_use","input":{"model":"x","stop_reason":"max_tokens"}}],"model":"claude-x",
             "stop_reason":"tool_use","usage":{"input_tokens":10,"output_tokens":5,"cache_creation_input_tokens":7}}
            """u8;
        var reading = AnthropicPassthrough.Read(body);
        Assert.Null(reading.Failure);
        Assert.Equal("\"claude-x\"", Encoding.UTF8.GetString(body.Slice(reading.Model.Start, reading.Model.Length)));
        Assert.Equal((FinishReason.ToolCalls, new TokenUsage(10, 0, 7, 5, 0)), (reading.Finish, reading.Usage));
    }

    [Theory]
    [InlineData("""{"content":[],"stop_reason":"end_turn"}""", FinishReason.Stop)]
    [InlineData("""{"content":[{"type":"text","text":"x"}],"stop_reason":null,"usage":null}""", null)]
    public void An_answer_may_leave_things_out(string body, FinishReason? expected)
    {
        var reading = AnthropicPassthrough.Read(Encoding.UTF8.GetBytes(body));
        Assert.Null(reading.Failure);
        Assert.True(reading.Model.IsEmpty);
        Assert.Equal(expected, reading.Finish);
        Assert.Null(reading.Usage);
    }

    [Theory]
    [InlineData("", FailureKind.Empty)]
    [InlineData("""{"type":"message","content":[ ],"stop_reason":null}""", FailureKind.Empty)]
    [InlineData("""{"type":"message"}""", FailureKind.Malformed)]
    [InlineData("Service unavailable", FailureKind.Malformed)]
    [InlineData("""{"type":"message","content":[{"type":"text","text":"cut""", FailureKind.Malformed)]
    [InlineData("""{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", FailureKind.Overloaded)]
    [InlineData("""{"error":{"message":"broke"},"content":[{"type":"text","text":"x"}]}""", FailureKind.ServerError)]
    public void An_invalid_response_is_a_failure(string body, FailureKind expected) =>
        Assert.Equal(expected, AnthropicPassthrough.Read(Encoding.UTF8.GetBytes(body)).Failure?.Kind);
}
