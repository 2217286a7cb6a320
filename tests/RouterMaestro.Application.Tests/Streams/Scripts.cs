using CsCheck;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Application.Tests.Streams;

/// <summary>Random complete responses as streams: text, reasoning and tool calls in pieces.</summary>
internal static class Scripts
{
    private static readonly Gen<string> _piece = Gen.OneOf("a", "word ", "\"", "\\n", "é😀", "</s>", "{");

    /// <summary>Gets scripts from the start to the completion, with some content.</summary>
    public static Gen<ChatEvent[]> All { get; } = Gen.Select(
        Gen.Select(Gen.OneOf(PartKind.Text, PartKind.Reasoning, PartKind.ToolCall), _piece.Array[1, 4]).Array[1, 4],
        parts => Make(parts).ToArray());

    private static IEnumerable<ChatEvent> Make((PartKind Kind, string[] Pieces)[] parts)
    {
        yield return new ChatEvent.Started("up_1", "model-x", 1_700_000_000, null);
        for (var index = 0; index < parts.Length; index++)
        {
            var (kind, pieces) = parts[index];
            yield return kind == PartKind.ToolCall
                ? new ChatEvent.PartStarted(index, kind) { CallId = $"call_{index}", Name = "look_up" }
                : new ChatEvent.PartStarted(index, kind);
            foreach (var piece in kind == PartKind.ToolCall ? ["{\"x\":", "1}"] : pieces)
            {
                yield return new ChatEvent.PartDelta(index, piece);
            }

            yield return new ChatEvent.PartEnded(index);
        }

        var isCall = parts[^1].Kind == PartKind.ToolCall;
        yield return new ChatEvent.Completed(isCall ? FinishReason.ToolCalls : FinishReason.Stop, new TokenUsage(5, 0, 0, 3, 0));
    }
}
