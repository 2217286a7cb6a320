using System.Globalization;
using System.Text;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>Plans the declared edits of a request that passes in its own dialect: the model, and a <c>max_tokens</c> that is absent.</summary>
internal static class AnthropicEdits
{
    private const int DefaultMaxTokens = 4096;

    public static int Plan(ReadOnlySpan<byte> body, RequestFacts facts, in BodyMap map, RequestTarget target, Span<BodyEdit> edits)
    {
        var count = 0;
        if (!map.Model.IsEmpty)
        {
            edits[count++] = new(map.Model, target.QuotedModelId);
        }

        if (facts.MaxTokens is null)
        {
            edits[count++] = SetMaxTokens(map, target.Limits.MaxOutputTokens ?? DefaultMaxTokens);
        }

        BodyEdits.Sort(edits[..count]);
        return count;
    }

    private static BodyEdit SetMaxTokens(in BodyMap map, int tokens) => map.MaxTokens.IsEmpty
        ? new(new(map.FirstMember, 0), Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\"max_tokens\":{tokens},")))
        : new(map.MaxTokens, Encoding.ASCII.GetBytes(tokens.ToString(CultureInfo.InvariantCulture)));
}
