using CsCheck;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Protocols.Tests.Anthropic;

/// <summary>Random answers that the Messages protocol can give.</summary>
internal static class AnthropicResponseGens
{
    private static readonly Gen<TokenUsage> _usage = Gen.Select(Gen.Long[0, 1000], Gen.Long[0, 1000], Gen.Long[0, 1000], Gen.Long[0, 1000], Gen.Long[0, 1000])
        .Select(n => new TokenUsage(n.Item1, n.Item2, n.Item3, n.Item4, n.Item5));

    private static readonly Gen<ContentPart> _part = Gen.OneOf<ContentPart>(
        AnthropicGens.Text.Select(t => (ContentPart)new TextPart(t)),
        Gen.Select(AnthropicGens.Text, AnthropicGens.MaybeOf(AnthropicGens.Words), (t, s) => (ContentPart)new ReasoningPart(t) { Signature = s }),
        AnthropicGens.Base64.Select(d => (ContentPart)new RedactedReasoningPart(d)),
        Gen.Select(AnthropicGens.Name, AnthropicGens.Name, AnthropicGens.Object, (id, name, input) => (ContentPart)new ToolCallPart(id, name, input)));

    public static Gen<ChatResponse> Responses { get; } =
        Gen.Select(_part.Array[0, 5], Gen.Int[0, 4], _usage, AnthropicGens.MaybeOf(AnthropicGens.Words), Make);

    private static ChatResponse Make(ContentPart[] parts, int finish, TokenUsage usage, string? stop)
    {
        var hasCalls = parts.Any(p => p is ToolCallPart);
        var reason = finish switch
        {
            0 => FinishReason.Length,
            1 => FinishReason.ContentFilter,
            2 => FinishReason.Pause,
            3 when stop is not null => FinishReason.Stop,
            _ => hasCalls ? FinishReason.ToolCalls : FinishReason.Stop,
        };
        return new ChatResponse(parts.ToEquatableArray(), reason, usage) { StopSequence = reason == FinishReason.Stop ? stop : null };
    }
}
