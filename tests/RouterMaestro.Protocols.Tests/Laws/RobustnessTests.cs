using System.Text;
using CsCheck;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Tests.OpenAI.Chat;

namespace RouterMaestro.Protocols.Tests.Laws;

/// <summary>
/// Whatever comes in, nothing is thrown but what the contracts allow, and every stream becomes a legal script. A protocol tells what
/// its providers and callers say; here it is put together at random and damaged.
/// </summary>
/// <param name="protocol">The protocol's name.</param>
public abstract class RobustnessTests(string protocol)
{
    private const int Iterations = 3000;

    private readonly LawCodec _codec = LawCodec.Get(protocol);

    /// <summary>Gets the data of frames that a stream may hold.</summary>
    protected abstract IReadOnlyList<string> Frames { get; }

    /// <summary>Gets a whole answer that holds much.</summary>
    protected abstract string Response { get; }

    /// <summary>Gets a request that holds much.</summary>
    protected abstract string Request { get; }

    private Gen<string> AnyFrame => Gen.Int[0, Frames.Count - 1].Select(at => Frames[at]);

    /// <summary>The samples would prove nothing if all were refused.</summary>
    [Fact]
    public void What_is_not_damaged_is_read()
    {
        Assert.NotEmpty(Read(Response).Response!.Parts);
        Assert.NotEmpty(_codec.Inbound.ReadRequest(Encoding.UTF8.GetBytes(Request), RequestHints.None, new LossSink()).Messages);
        Assert.Contains(_codec.Decode(Stream(Frames)), e => e is ChatEvent.PartDelta);
    }

    [Fact]
    public void Every_stream_is_a_legal_script_and_can_be_told_again() =>
        Gen.OneOf(AnyFrame, AnyFrame, Mangled(AnyFrame)).Array[0, 14].Sample(
            frames =>
            {
                var events = _codec.Decode(Stream(frames));
                AssertLegal(events);
                var told = SseFrames.Read(_codec.Encode(events), int.MaxValue / 2).Frames;
                _codec.Speech.AssertWellFormed([.. told.Where(f => f.DataOffset != 0).Select(f => (f.Event, f.Data))]);
            },
            iter: Iterations);

    [Fact]
    public void Every_frame_is_passed_by_the_tap() => Mangled(AnyFrame).Sample(
        frame => Assert.Single(Tapping.Inspect(_codec.Outbound.CreateTap(default), "message|" + frame)),
        iter: Iterations);

    [Fact]
    public void Every_body_is_an_answer_or_a_failure() => Mangled(Gen.Const(Response)).Sample(
        body =>
        {
            var reading = Read(body);
            Assert.True(reading.Response is null ^ reading.Failure is null);
        },
        iter: Iterations);

    [Fact]
    public void Every_body_is_a_request_or_the_callers_error() => Mangled(Gen.Const(Request)).Sample(
        body =>
        {
            try
            {
                var request = _codec.Inbound.ReadRequest(Encoding.Latin1.GetBytes(body), RequestHints.None, new LossSink());
                Assert.NotEmpty(_codec.WriteRequest(request, new LossSink()));
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
            var failure = _codec.Outbound.ReadFailure(500, new Headers([]), Encoding.Latin1.GetBytes(body));
            Assert.NotEqual("", failure.Message);
            Assert.NotEqual(0, _codec.Inbound.WriteError(RouterError.From(failure)).Body.Length);
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

    private static byte[] Stream(IEnumerable<string> frames) =>
        Encoding.UTF8.GetBytes(string.Concat(frames.Select(f => $"data: {f.ReplaceLineEndings(" ")}\n\n")));

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

    private ResponseReading Read(string body) => _codec.Outbound.ReadResponse(Encoding.Latin1.GetBytes(body));
}
