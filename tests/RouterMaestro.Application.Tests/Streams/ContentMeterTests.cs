using System.Text;
using CsCheck;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Protocols.Passthrough;
using RouterMaestro.Protocols.Sse;

namespace RouterMaestro.Application.Tests.Streams;

/// <summary>The content of a passthrough stream is counted without decoding it, and as its decoded text.</summary>
public sealed class ContentMeterTests
{
    private const int Iterations = 500;

    public static TheoryData<string> Protocols => new(Guarding.Protocols.Select(p => p.Name));

    [Theory]
    [InlineData("", 0)]
    [InlineData("word", 4)]
    [InlineData("\\n", 1)]
    [InlineData("a\\\"b\\\\", 4)]
    [InlineData("é€", 5)]
    [InlineData("\\u0041\\u00e9\\u20ac", 6)]
    [InlineData("\\ud83d\\ude00", 4)]
    [InlineData("\\uD83D\\uDE00x\\u007f\\u0080\\u07ff\\u0800\\uffff", 16)]
    public void A_delta_counts_as_its_text_in_utf8(string escaped, int bytes) =>
        Assert.Equal(bytes, SizeOf(Encoding.UTF8.GetBytes(escaped)));

    [Fact]
    public void Any_text_counts_as_its_bytes() => Gen.String.Sample(text =>
    {
        // a lone surrogate is no text
        var utf8 = Encoding.UTF8.GetBytes(text);
        var escaped = JsonText.FromString(Encoding.UTF8.GetString(utf8)).Escaped.Span;
        Assert.Equal(utf8.Length, SizeOf(escaped));
    });

    [Theory]
    [MemberData(nameof(Protocols))]
    public void A_tap_counts_what_the_deltas_of_a_stream_hold(string name) => Scripts.All.Sample(
        script =>
        {
            var protocol = Guarding.Protocols.Single(p => p.Name == name);
            var stream = Guarding.Encode(protocol, script);
            var deltas = script.OfType<ChatEvent.PartDelta>().ToList();

            var counted = Measure(protocol, stream);

            Assert.Equal(deltas.Sum(delta => Encoding.UTF8.GetByteCount(delta.Text.ToString())), counted.Bytes);
            Assert.InRange(counted.Deltas, deltas.Count, deltas.Count + script.OfType<ChatEvent.PartStarted>().Count() + 1);
        },
        iter: Iterations);

    private static long SizeOf(ReadOnlySpan<byte> escaped)
    {
        var meter = new ContentMeter(RunawayLimits.Default);
        meter.Add(escaped);
        Assert.Equal(1, meter.Deltas);
        return meter.Bytes;
    }

    private static ContentMeter Measure(WireProtocol protocol, ReadOnlySpan<byte> stream)
    {
        var meter = new ContentMeter(RunawayLimits.Default);
        var tap = Codecs.All.OutboundFor(protocol).CreateTap(new() { Content = meter });
        var reader = new SseFrameReader();
        while (reader.TryRead(stream, isFinal: true, out var frame))
        {
            if (!frame.Payload.IsEmpty)
            {
                tap.Inspect(frame.EventName, frame.Payload);
            }

            stream = stream[frame.Raw.Length..];
        }

        return meter;
    }
}
