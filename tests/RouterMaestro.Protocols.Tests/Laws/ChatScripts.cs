using CsCheck;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Protocols.Tests.Laws;

/// <summary>Random legal scripts of events: parts one after another, tool calls side by side, breaking off anywhere.</summary>
internal static class ChatScripts
{
    private static readonly Gen<string> _piece = Gen.OneOf("", "a", "word ", "\"", "\\", "\n", "é😀", "{\"x\":", "1}", "</s>");

    private static readonly Gen<ChatEvent> _terminal = Gen.OneOf<ChatEvent>(
        new ChatEvent.Completed(FinishReason.Stop, new TokenUsage(5, 4, 3, 2, 1)),
        new ChatEvent.Completed(FinishReason.Stop, null, "END"),
        new ChatEvent.Completed(FinishReason.ToolCalls, null),
        new ChatEvent.Completed(FinishReason.Length, TokenUsage.Zero),
        new ChatEvent.Completed(FinishReason.ContentFilter, null),
        new ChatEvent.Completed(FinishReason.Pause, null),
        new ChatEvent.Failed(new UpstreamFailure(FailureKind.Cut, "The stream \"ended\".")),
        new ChatEvent.Failed(new UpstreamFailure(FailureKind.Overloaded, "Busy") { Status = 529, Type = "overloaded_error" }));

    /// <summary>Gets scripts from the start to exactly one terminal.</summary>
    public static Gen<List<ChatEvent>> All { get; } = Gen.Select(
        Gen.Select(Gen.Enum<PartKind>(), _piece.List[0, 4], Gen.Int[0, 2]).List[0, 5],
        Gen.OneOf<TokenUsage?>(null, new TokenUsage(7, 0, 0, 1, 0)),
        Gen.Int[0, 1000],
        _terminal,
        Make);

    private static List<ChatEvent> Make(List<(PartKind Kind, List<string> Pieces, int Signatures)> parts, TokenUsage? usage, int seed, ChatEvent terminal)
    {
        var random = new Random(seed);
        var script = new List<ChatEvent> { new ChatEvent.Started("up_1", "model-x", 1_700_000_000, usage) };
        var open = new List<Queue<ChatEvent>>();
        for (var index = 0; index < parts.Count; index++)
        {
            var part = parts[index];
            if (part.Kind != PartKind.ToolCall)
            {
                Finish(script, open, random);
                script.AddRange(EventsOf(index, part));
                continue;
            }

            var events = new Queue<ChatEvent>(EventsOf(index, part));
            script.Add(events.Dequeue());
            open.Add(events);
            Advance(script, open, random, random.Next(4));
        }

        var isCut = terminal is ChatEvent.Failed && random.Next(2) == 0;
        Finish(script, isCut ? [] : open, random);
        script.Add(terminal);
        return script;
    }

    private static IEnumerable<ChatEvent> EventsOf(int index, (PartKind Kind, List<string> Pieces, int Signatures) part)
    {
        yield return part.Kind switch
        {
            PartKind.ToolCall => new ChatEvent.PartStarted(index, part.Kind) { CallId = $"call_{index}", Name = "look_up" },
            PartKind.RedactedReasoning => new ChatEvent.PartStarted(index, part.Kind) { Data = "c2VjcmV0" },
            _ => new ChatEvent.PartStarted(index, part.Kind),
        };
        foreach (var piece in part.Kind == PartKind.RedactedReasoning ? [] : part.Pieces)
        {
            yield return new ChatEvent.PartDelta(index, piece);
        }

        for (var signature = 0; signature < part.Signatures && part.Kind == PartKind.Reasoning; signature++)
        {
            yield return new ChatEvent.SignatureDelta(index, $"sig{signature}=");
        }

        yield return new ChatEvent.PartEnded(index);
    }

    private static void Finish(List<ChatEvent> script, List<Queue<ChatEvent>> open, Random random)
    {
        while (open.Count > 0)
        {
            Advance(script, open, random, 1);
        }
    }

    private static void Advance(List<ChatEvent> script, List<Queue<ChatEvent>> open, Random random, int steps)
    {
        for (; steps > 0 && open.Count > 0; steps--)
        {
            var events = open[random.Next(open.Count)];
            script.Add(events.Dequeue());
            open.RemoveAll(q => q.Count == 0);
        }
    }
}
