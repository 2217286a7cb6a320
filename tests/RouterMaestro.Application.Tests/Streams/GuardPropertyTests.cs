using System.Text.Json;
using CsCheck;
using RouterMaestro.Application.Calls;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Application.Tests.Streams;

/// <summary>Random responses in every protocol: a guard that passes everything changes nothing; one that fails at an event leaves those before it and one error.</summary>
public sealed class GuardPropertyTests
{
    private const int Iterations = 300;

    private static readonly Gen<(ChatEvent[] Script, int Batch, int At)> _cases = Gen.Select(Scripts.All, Gen.Int[1, 6], Gen.Int[0, 1000]);

    public static TheoryData<string> Protocols => new(Guarding.Protocols.Select(p => p.Name));

    [Theory]
    [MemberData(nameof(Protocols))]
    public Task A_guard_that_passes_everything_leaves_a_passthrough_stream_byte_for_byte(string name) => _cases.SampleAsync(
        async c =>
        {
            var protocol = Named(name);
            var stream = Guarding.Encode(protocol, c.Script);
            var guard = new FakeGuard("all", static (_, _) => StreamVerdict.Pass);

            var attempt = await Guarding.GuardAsync(new FakePassthroughStream(Guarding.FramesOf(stream), c.Batch), protocol, guard);

            Assert.Equal(stream, await Guarding.ReadAsync((PassthroughStream)((Attempt.Committed)attempt).Response));
            Assert.Equal(Guarding.Decode(protocol, stream).Count, guard.Seen);
        },
        iter: Iterations);

    [Theory]
    [MemberData(nameof(Protocols))]
    public Task A_guard_that_fails_leaves_the_frames_before_it_and_one_error_of_a_passthrough_stream(string name) => _cases.SampleAsync(
        async c =>
        {
            var protocol = Named(name);
            var stream = Guarding.Encode(protocol, c.Script);
            var events = Guarding.Decode(protocol, stream);
            var at = c.At % events.Count;

            var attempt = await Guarding.GuardAsync(new FakePassthroughStream(Guarding.FramesOf(stream), c.Batch), protocol, FailsAt(at));

            if (attempt is Attempt.Failed failed)
            {
                IsGuards(failed.Failure);
                return;
            }

            var guarded = (PassthroughStream)((Attempt.Committed)attempt).Response;
            var sent = await Guarding.ReadAsync(guarded);
            Assert.True(stream.AsSpan().StartsWith(sent));
            var next = Guarding.FramesOf(stream.AsSpan(sent.Length))[0];
            Assert.InRange(at, Guarding.Decode(protocol, sent).Count, Guarding.Decode(protocol, [.. sent, .. next]).Count - 1);
            IsGuards(guarded.Failure);
            Assert.False(guarded.IsFailureForwarded);
            var error = Codecs.All.InboundFor(protocol).WriteStreamError(RouterError.From(guarded.Failure!), guarded.Place);
            EndsInOneFailure(Guarding.Decode(protocol, [.. sent, .. error.Span]));
        },
        iter: Iterations);

    [Theory]
    [MemberData(nameof(Protocols))]
    public Task A_guard_that_fails_leaves_the_events_before_it_and_one_error_of_a_translated_stream(string name) => _cases.SampleAsync(
        async c =>
        {
            var at = c.At % c.Script.Length;
            var inner = new FakeEventStream(c.Script, c.Batch);

            var attempt = await Guarding.GuardAsync(inner, Named(name), FailsAt(at));

            if (attempt is Attempt.Failed failed)
            {
                IsGuards(failed.Failure);
                Assert.True(at < c.Batch && inner.IsDisposed);
                return;
            }

            var guarded = (EventStream)((Attempt.Committed)attempt).Response;
            var events = await Guarding.ReadAsync(guarded);
            Assert.Equal(c.Script[..at], events.SkipLast(1));
            IsGuards(((ChatEvent.Failed)events[^1]).Failure);
            Assert.Equal(((ChatEvent.Failed)events[^1]).Failure, guarded.Failure);
            EndsInOneFailure(Guarding.Decode(Named(name), Guarding.Encode(Named(name), events)));
        },
        iter: Iterations);

    [Fact]
    public Task A_guard_that_passes_everything_leaves_the_events_of_a_translated_stream() => _cases.SampleAsync(
        async c =>
        {
            var attempt = await Guarding.GuardAsync(
                new FakeEventStream(c.Script, c.Batch), WireProtocol.OpenAIChat, new FakeGuard("all", static (_, _) => StreamVerdict.Pass, rewrites: true));

            Assert.Equal(c.Script, await Guarding.ReadAsync((EventStream)((Attempt.Committed)attempt).Response));
        },
        iter: Iterations);

    [Theory]
    [MemberData(nameof(Protocols))]
    public Task A_whole_response_passes_as_it_is_or_fails(string name) => _cases.SampleAsync(
        async c =>
        {
            var (protocol, builder) = (Named(name), new ChatResponseBuilder());
            foreach (var chatEvent in c.Script)
            {
                builder.Write(chatEvent);
            }

            var response = builder.Build();
            var at = c.At % ChatResponseEvents.Of(response).Count();
            foreach (var whole in new ProviderResponse[] { new BufferedResponse(response), new FakePassthroughResponse(Document(protocol, response)) })
            {
                var passed = await Guarding.GuardAsync(whole, protocol, new FakeGuard("all", static (_, _) => StreamVerdict.Pass));
                Assert.Same(whole, ((Attempt.Committed)passed).Response);
                IsGuards(Assert.IsType<Attempt.Failed>(await Guarding.GuardAsync(whole, protocol, FailsAt(whole is BufferedResponse ? at : 0))).Failure);
            }
        },
        iter: Iterations);

    private static WireProtocol Named(string name) => Guarding.Protocols.Single(p => p.Name == name);

    private static FakeGuard FailsAt(int place) => new("strict", (at, _) => at == place ? StreamVerdict.Fail("Stopped. Try again.") : StreamVerdict.Pass);

    private static byte[] Document(WireProtocol protocol, ChatResponse response)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            Codecs.All.InboundFor(protocol).WriteResponse(json, response, Guarding.Options, new LossSink());
        }

        return stream.ToArray();
    }

    private static void IsGuards(UpstreamFailure? failure) =>
        Assert.Equal((FailureKind.Overloaded, "strict", "Stopped. Try again."), (failure!.Kind, failure.Guard, failure.Message));

    private static void EndsInOneFailure(List<ChatEvent> events)
    {
        var end = Assert.Single(events, e => e is ChatEvent.Completed or ChatEvent.Failed);
        Assert.Same(events[^1], end);
        Assert.Contains("Stopped. Try again.", Assert.IsType<ChatEvent.Failed>(end).Failure.Message, StringComparison.Ordinal);
    }
}
