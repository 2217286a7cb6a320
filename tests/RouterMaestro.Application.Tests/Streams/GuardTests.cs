using Microsoft.Extensions.Logging.Abstractions;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Streams;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Application.Tests.Streams;

/// <summary>Guards that replace, drop and cut, several of them, and broken ones.</summary>
public sealed class GuardTests
{
    private static readonly ChatEvent[] _script =
    [
        new ChatEvent.Started("r1", "m", null, null),
        new ChatEvent.PartStarted(0, PartKind.Text),
        new ChatEvent.PartDelta(0, "one "),
        new ChatEvent.PartDelta(0, "two"),
        new ChatEvent.PartEnded(0),
        new ChatEvent.Completed(FinishReason.Stop, new TokenUsage(5, 0, 0, 2, 0)),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public async Task A_cut_ends_the_open_parts_and_completes_the_response(int batch)
    {
        var guard = new FakeGuard("cutter", static (at, _) => at == 3 ? StreamVerdict.Cut(FinishReason.Length) : StreamVerdict.Pass, rewrites: true);

        var (events, stream) = await PassAsync(batch, guard);

        Assert.Equal([.. _script[..3], new ChatEvent.PartEnded(0), new ChatEvent.Completed(FinishReason.Length, null)], events);
        Assert.Equal((FinishReason.Length, null, 4), (stream.Finish, stream.Failure, guard.Seen));
    }

    [Fact]
    public async Task Replaced_events_pass_the_guards_behind()
    {
        var first = new FakeGuard("first", static (_, e) => e is ChatEvent.PartDelta ? StreamVerdict.Replace([e, new ChatEvent.PartDelta(0, "more ")]) : StreamVerdict.Pass, rewrites: true);
        var second = new FakeGuard("second", static (_, e) => e is ChatEvent.PartDelta { Text: var text } && text.ToString() == "two" ? StreamVerdict.Replace([]) : StreamVerdict.Pass, rewrites: true);

        var (events, _) = await PassAsync(2, first, second);

        Assert.Equal(["one ", "more ", "more "], events.OfType<ChatEvent.PartDelta>().Select(d => d.Text.ToString()));
        Assert.Equal((6, 8), (first.Seen, second.Seen));
    }

    [Fact]
    public async Task What_a_guard_drops_is_a_loss()
    {
        var (events, stream) = await PassAsync(1, new FakeGuard("dropper", static (at, _) => at == 2 ? StreamVerdict.Drop("markup") : StreamVerdict.Pass, rewrites: true));

        Assert.Equal(["two"], events.OfType<ChatEvent.PartDelta>().Select(d => d.Text.ToString()));
        Assert.Equal(["markup"], stream.Losses.Fields);
    }

    [Fact]
    public async Task A_guard_that_throws_is_left_out_and_the_others_go_on()
    {
        var broken = new FakeGuard("broken", static (at, _) => at == 2 ? throw new InvalidOperationException("oh") : StreamVerdict.Pass);
        var sound = new FakeGuard("sound", static (_, _) => StreamVerdict.Pass);

        var (events, _) = await PassAsync(1, broken, sound);

        Assert.Equal(_script, events);
        Assert.Equal((3, 6), (broken.Seen, sound.Seen));
    }

    [Fact]
    public async Task A_guard_that_does_not_say_that_it_rewrites_may_not()
    {
        var sly = new FakeGuard("sly", static (at, _) => at == 2 ? StreamVerdict.Replace([]) : StreamVerdict.Pass);

        var (events, _) = await PassAsync(1, sly);

        Assert.Equal(_script, events);
        Assert.Equal(3, sly.Seen);
    }

    [Fact]
    public async Task A_guard_cannot_keep_the_completion_back()
    {
        var (events, stream) = await PassAsync(1, new FakeGuard("keeper", static (_, e) => e is ChatEvent.Completed ? StreamVerdict.Replace([]) : StreamVerdict.Pass, rewrites: true));

        Assert.Equal(_script, events);
        Assert.Equal(FinishReason.Stop, stream.Finish);
    }

    [Fact]
    public async Task A_whole_response_is_rewritten_and_keeps_what_events_do_not_hold()
    {
        var response = new ChatResponse([new TextPart("one")], FinishReason.Stop, new TokenUsage(5, 0, 0, 2, 0)) { Id = "r1", Model = "m" };
        var guard = new FakeGuard("writer", static (_, e) => e is ChatEvent.PartDelta ? StreamVerdict.Replace([new ChatEvent.PartDelta(0, "two")]) : StreamVerdict.Pass, rewrites: true);

        var attempt = await Guarding.GuardAsync(new BufferedResponse(response), WireProtocol.OpenAIChat, guard);

        Assert.Equal(response with { Parts = [new TextPart("two")] }, ((BufferedResponse)((Attempt.Committed)attempt).Response).Response);
    }

    [Fact]
    public void Two_guards_of_one_name_are_refused_in_one_sentence()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => new StreamGuards([Named("twin"), Named("twin")], NullLogger<StreamGuards>.Instance));

        Assert.Equal(
            $"The stream guard 'twin' is implemented by both {typeof(FakeGuard).FullName} and {typeof(FakeGuard).FullName}: register one of them only, or rename it.", exception.Message);
        Assert.Throws<InvalidOperationException>(() => new StreamGuards([Named(" ")], NullLogger<StreamGuards>.Instance));
    }

    private static FakeGuard Named(string name) => new(name, static (_, _) => StreamVerdict.Pass);

    private static async Task<(List<ChatEvent> Events, EventStream Stream)> PassAsync(int batch, params IStreamGuard[] guards)
    {
        var attempt = await Guarding.GuardAsync(new FakeEventStream(_script, batch), WireProtocol.OpenAIChat, guards);
        var stream = (EventStream)((Attempt.Committed)attempt).Response;
        return (await Guarding.ReadAsync(stream), stream);
    }
}
