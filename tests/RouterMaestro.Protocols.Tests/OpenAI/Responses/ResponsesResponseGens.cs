using CsCheck;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Tests.Laws;

namespace RouterMaestro.Protocols.Tests.OpenAI.Responses;

/// <summary>Random responses that survive being written and read.</summary>
internal static class ResponsesResponseGens
{
    private static readonly Gen<ContentPart> _part = Gen.OneOf(
        OpenAIGens.Text.Select(t => (ContentPart)new TextPart(t)),
        OpenAIGens.Text.Select(t => (ContentPart)new RefusalPart(t)),
        ResponsesGens.Reasoning,
        Gen.Select(OpenAIGens.Text, OpenAIGens.MaybeWord, (t, s) => (ContentPart)new ReasoningPart(t) { Signature = s }),
        OpenAIGens.Word.Select(w => (ContentPart)new RedactedReasoningPart(w)),
        OpenAIGens.Call.Select(c => (ContentPart)c));

    public static Gen<ChatResponse> Responses { get; } =
        from parts in _part.Array[0, 5]
        from early in OpenAIGens.Any(FinishReason.Length, FinishReason.ContentFilter, FinishReason.Stop, FinishReason.Stop)
        from usage in OpenAIGens.Usage(leastInput: 0)
        select new ChatResponse(
            parts.ToEquatableArray(),
            early == FinishReason.Stop && parts.Any(p => p is ToolCallPart) ? FinishReason.ToolCalls : early,
            usage);
}
