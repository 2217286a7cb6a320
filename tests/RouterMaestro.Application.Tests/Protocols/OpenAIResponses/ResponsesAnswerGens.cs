using CsCheck;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Application.Tests.Protocols.OpenAIResponses;

/// <summary>Random answers that survive being written and read.</summary>
internal static class ResponsesAnswerGens
{
    private static readonly Gen<ContentPart> _part = Gen.OneOf(
        ResponsesGens.Text.Select(t => (ContentPart)new TextPart(t)),
        ResponsesGens.Text.Select(t => (ContentPart)new RefusalPart(t)),
        ResponsesGens.Thought,
        Gen.Select(ResponsesGens.Text, ResponsesGens.MaybeWord, (t, s) => (ContentPart)new ReasoningPart(t) { Signature = s }),
        ResponsesGens.Word.Select(w => (ContentPart)new RedactedReasoningPart(w)),
        ResponsesGens.Call.Select(c => (ContentPart)c));

    private static readonly Gen<TokenUsage?> _usage = Gen.OneOf(
        Gen.Const((TokenUsage?)null),
        Gen.Select(Gen.Int[0, 9000], Gen.Int[0, 9000], Gen.Int[0, 9000], Gen.Int[0, 9000], Gen.Int[0, 9000], (input, read, write, output, reasoning) =>
            (TokenUsage?)new TokenUsage(input, read, write, output, reasoning)));

    public static Gen<ChatResponse> Answers { get; } =
        from parts in _part.Array[0, 5]
        from early in ResponsesGens.Any(FinishReason.Length, FinishReason.ContentFilter, FinishReason.Stop, FinishReason.Stop)
        from usage in _usage
        select new ChatResponse(
            parts.ToEquatableArray(),
            early == FinishReason.Stop && parts.Any(p => p is ToolCallPart) ? FinishReason.ToolCalls : early,
            usage);
}
