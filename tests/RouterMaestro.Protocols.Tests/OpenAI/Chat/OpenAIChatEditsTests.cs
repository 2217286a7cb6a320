using System.Text;
using CsCheck;
using RouterMaestro.Protocols.OpenAI.Chat;
using RouterMaestro.Protocols.Tests.Json;

namespace RouterMaestro.Protocols.Tests.OpenAI.Chat;

public class OpenAIChatEditsTests
{
    private static readonly OpenAIChatCodec _codec = new();

    [Theory]
    [InlineData("{\"model\":\"a\",\"messages\":[1]}", "{\"model\":\"served-x\",\"messages\":[1]}")]
    [InlineData("{\"messages\":[1], \"mod\\u0065l\" : \"a\\u002db\" }", "{\"messages\":[1], \"mod\\u0065l\" : \"served-x\" }")]
    [InlineData(
        "{ \"messages\":[1],\"stream\":true,\"model\":\"a\"}",
        "{\"stream_options\":{\"include_usage\":true}, \"messages\":[1],\"stream\":true,\"model\":\"served-x\"}")]
    [InlineData(
        "{\"stream\":true,\"stream_options\":{\"x\":[1],\"include_usage\":false},\"model\":\"a\",\"messages\":[1]}",
        "{\"stream\":true,\"stream_options\":{\"x\":[1],\"include_usage\":true},\"model\":\"served-x\",\"messages\":[1]}")]
    [InlineData(
        "{\"model\":\"a\",\"messages\":[1],\"stream\":true,\"stream_options\":{\"x\":1}}",
        "{\"model\":\"served-x\",\"messages\":[1],\"stream\":true,\"stream_options\":{\"include_usage\":true,\"x\":1}}")]
    [InlineData(
        "{\"model\":\"a\",\"messages\":[1],\"stream\":true,\"stream_options\":{ }}",
        "{\"model\":\"served-x\",\"messages\":[1],\"stream\":true,\"stream_options\":{\"include_usage\":true}}")]
    [InlineData(
        "{\"model\":\"a\",\"messages\":[1],\"stream\":true,\"stream_options\":null}",
        "{\"model\":\"served-x\",\"messages\":[1],\"stream\":true,\"stream_options\":{\"include_usage\":true}}")]
    [InlineData(
        "{\"model\":\"a\",\"messages\":[1],\"stream\":true,\"stream_options\":{\"include_usage\":null}}",
        "{\"model\":\"served-x\",\"messages\":[1],\"stream\":true,\"stream_options\":{\"include_usage\":true}}")]
    [InlineData(
        "{\"model\":\"a\",\"messages\":[1],\"stream\":true,\"stream_options\":{\"include_usage\":true}}",
        "{\"model\":\"served-x\",\"messages\":[1],\"stream\":true,\"stream_options\":{\"include_usage\":true}}")]
    [InlineData(
        "{\"model\":\"a\",\"messages\":[1],\"stream\":false,\"stream_options\":{\"x\":1}}",
        "{\"model\":\"served-x\",\"messages\":[1],\"stream\":false,\"stream_options\":{\"x\":1}}")]
    public void Only_the_declared_edits_are_made(string body, string expected) => Assert.Equal(expected, EditedBody.Rewrite(_codec, _codec, body));

    [Fact]
    public void Usage_is_not_requested_if_the_provider_does_not_allow_it() =>
        Assert.Equal(
            "{\"model\":\"served-x\",\"messages\":[1],\"stream\":true}",
            EditedBody.Rewrite(
                _codec, _codec, "{\"model\":\"a\",\"messages\":[1],\"stream\":true}", EditedBody.Target with { AskForUsage = false }));

    [Fact]
    public void Only_the_value_of_the_model_member_changes() =>
        RandomJson.Requests.Sample(
            body =>
            {
                var before = SlowScanner.Read(Encoding.UTF8.GetBytes(body)).Members!;
                var after = SlowScanner.Read(Encoding.UTF8.GetBytes(EditedBody.Rewrite(_codec, _codec, body))).Members;
                var expected = before.Select(m => m.Key is "model" or "mod\\u0065l" ? m with { Value = "\"served-x\"" } : m);
                Assert.Equal(expected, after);
            },
            iter: 600);
}
