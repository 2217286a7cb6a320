using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Streams;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Application.Tests.Streams;

/// <summary>Held-back events come out as they went in, and cost little more than their texts.</summary>
public sealed class HeldEventsTests
{
    [Fact]
    public void Every_kind_of_event_comes_out_as_it_went_in()
    {
        ChatEvent[] events =
        [
            new ChatEvent.Started("id", "model", 1, null),
            new ChatEvent.PartStarted(0, PartKind.Text),
            new ChatEvent.PartDelta(0, JsonText.FromString("Hällo \"you\" 😀")),
            new ChatEvent.PartDelta(0, JsonText.FromString("")),
            new ChatEvent.PartEnded(0),
            new ChatEvent.PartStarted(1, PartKind.ToolCall) { CallId = JsonText.FromString("call_1"), Name = JsonText.FromString("look_up") },
            new ChatEvent.PartDelta(1, JsonText.FromString(new string('x', 700_000))),
            new ChatEvent.PartEnded(1),
            new ChatEvent.PartStarted(2, PartKind.RedactedReasoning) { Data = JsonText.FromString("blob") },
            new ChatEvent.PartEnded(2),
            new ChatEvent.PartStarted(3, PartKind.Reasoning),
            new ChatEvent.SignatureDelta(3, JsonText.FromString("signature")),
            new ChatEvent.PartEnded(3),
            new ChatEvent.Completed(FinishReason.Stop, null),
            new ChatEvent.Failed(new UpstreamFailure(FailureKind.Cut, "cut")),
        ];
        var budget = new MemoryBudget(1024 * 1024);
        using var held = new HeldEvents(budget);
        var sink = new Sink { Target = held };
        foreach (var chatEvent in events)
        {
            sink.Write(chatEvent);
        }

        Assert.Equal(events, Drain(held));
        Assert.Equal(0, budget.Used);
    }

    [Fact]
    public void A_long_stream_of_short_pieces_costs_less_than_its_frames()
    {
        var budget = new MemoryBudget(64 * 1024 * 1024);
        using var held = new HeldEvents(budget);
        for (var i = 0; i < 100_000; i++)
        {
            held.Add(ChatEventSpan.PartDelta(0, "word "u8));
        }

        // the shortest frame around such a piece has some hundred bytes
        Assert.InRange(budget.Used, 1, 100_000 * 40L);
        Assert.Equal(100_000, Drain(held).Count);
        Assert.Equal(0, budget.Used);
    }

    [Fact]
    public void Events_that_nobody_drains_are_released()
    {
        var budget = new MemoryBudget(64 * 1024 * 1024);
        var held = new HeldEvents(budget);
        for (var i = 0; i < 100_000; i++)
        {
            held.Add(ChatEventSpan.PartDelta(0, "word "u8));
        }

        held.Dispose();
        Assert.Equal(0, budget.Used);
    }

    private static List<ChatEvent> Drain(HeldEvents held)
    {
        var sink = new Sink();
        while (!held.IsEmpty)
        {
            held.Drain(sink);
        }

        return sink.Events;
    }

    private sealed class Sink : IChatEventSink
    {
        public HeldEvents? Target { get; init; }

        public List<ChatEvent> Events { get; } = [];

        public void Write(in ChatEventSpan span)
        {
            if (Target is { } target)
            {
                target.Add(span);
            }
            else
            {
                Events.Add(span.ToEvent());
            }
        }
    }
}
