using System.Buffers;
using System.Text;
using RouterMaestro.Infrastructure.Providers.Streams;
using RouterMaestro.Protocols.Passthrough;
using RouterMaestro.Protocols.Sse;

namespace RouterMaestro.Infrastructure.Tests.Providers.Streams;

public class SseFrameRewriterTests
{
    [Theory]
    [InlineData("event: x\r\ndata:{\"model\":\"a\"}\r\n\r\n", "event: x\r\ndata:{\"model\":\"served\"}\r\n\r\n")]
    [InlineData("event: x\ndata: {\ndata: \"model\":\"a\"}\n\n", "event: x\ndata: {\ndata: \"model\":\"served\"}\n\n")]
    [InlineData("data: {\"model\":\"a\"}", "data: {\"model\":\"served\"}\n\n")]
    public void The_model_is_replaced_and_an_unterminated_frame_is_ended(string stream, string expected) =>
        Assert.Equal(expected, Rewrite(stream, data => data.IndexOf("\"a\"", StringComparison.Ordinal)));

    [Theory]
    [InlineData(": note\n\n", ": note\n\n")]
    [InlineData("data: [DONE]\n", "data: [DONE]\n\n\n")]
    public void A_frame_without_a_model_passes_as_it_is(string stream, string expected) => Assert.Equal(expected, Rewrite(stream, _ => -1));

    [Theory]
    [InlineData("id: 1\r\ndata: {\"n\":1.0,\"model\":\"a\"}\r\n\r\n", "id: 1\r\ndata: {\"n\":1,\"model\":\"served\"}\r\n\r\n")]
    [InlineData("data: {\"n\":1.0,\ndata: \"model\":\"a\"}\n\n", "data: {\"n\":1,\ndata: \"model\":\"served\"}\n\n")]
    [InlineData("data: {\"n\":1.0}", "data: {\"n\":1}\n\n")]
    public void Edits_are_applied_beside_the_model(string stream, string expected) => Assert.Equal(
        expected, Rewrite(stream, data => data.IndexOf("\"a\"", StringComparison.Ordinal), [new(new("{\"n\":".Length, 3), "1"u8.ToArray())]));

    private static string Rewrite(string stream, Func<string, int> placeOf, BodyEdit[]? edits = null)
    {
        Assert.True(new SseFrameReader().TryRead(Encoding.UTF8.GetBytes(stream), isFinal: true, out var frame));
        var place = placeOf(Encoding.UTF8.GetString(frame.Data));
        var output = new ArrayBufferWriter<byte>();
        SseFrameRewriter.Write(output, frame, place < 0 ? default : new(place, "\"a\"".Length), "\"served\""u8.ToArray(), edits ?? []);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
