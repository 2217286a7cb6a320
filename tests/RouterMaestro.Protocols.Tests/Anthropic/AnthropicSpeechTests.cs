using Xunit.Sdk;

namespace RouterMaestro.Protocols.Tests.Anthropic;

/// <summary>The judge of streams must itself be right: it lets good ones pass and catches each kind of bad one.</summary>
public sealed class AnthropicSpeechTests
{
    private const string Start = """{"type":"message_start","message":{"content":[]}}""";
    private const string Text = """{"type":"content_block_start","index":0,"content_block":{"type":"text"}}""";
    private const string Delta = """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta"}}""";
    private const string Stop = """{"type":"content_block_stop","index":0}""";
    private const string Reason = """{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":0}}""";
    private const string End = """{"type":"message_stop"}""";
    private const string Error = """{"type":"error","error":{"type":"api_error"}}""";

    [Theory]
    [InlineData(Start, Text, Delta, Stop, Reason, End)]
    [InlineData(Start, Reason, End)]
    [InlineData(Start, Text, """{"type":"ping"}""", Delta, Error)]
    [InlineData(Error, null)]
    public void Good_streams_pass(params string?[] frames) => Judge(frames);

    [Theory]
    [InlineData(Start, null)]
    [InlineData(Text, Stop, Reason, End)]
    [InlineData(Start, Start, Reason, End)]
    [InlineData(Start, Text, Reason, End)]
    [InlineData(Start, Text, Text, Stop, Reason, End)]
    [InlineData(Start, Delta, Reason, End)]
    [InlineData(Start, Text, Stop, Stop, Reason, End)]
    [InlineData(Start, Text, Stop, End)]
    [InlineData(Start, Reason, Text, Stop, End)]
    [InlineData(Start, Reason, Reason, End)]
    [InlineData(Start, Reason, End, Error)]
    [InlineData(Start, """{"type":"content_block_start","index":1,"content_block":{"type":"text"}}""", Reason, End)]
    [InlineData(Start, Text, """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta"}}""", Stop, Reason, End)]
    public void Bad_streams_are_caught(params string?[] frames) => Assert.ThrowsAny<XunitException>(() => Judge(frames));

    private static void Judge(string?[] frames) => new AnthropicSpeech().AssertWellFormed(
        [.. frames.OfType<string>().Select(f => (f.Split('"')[3], f))]);
}
