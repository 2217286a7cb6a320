using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>Reads the blocks of a whole answer. What the provider ran itself has no part and is skipped.</summary>
internal static class AnthropicResponseBlocks
{
    private static readonly byte[][] _text = AnthropicNames.Of("type", "text");
    private static readonly byte[][] _thinking = AnthropicNames.Of("type", "thinking", "signature");
    private static readonly byte[][] _redacted = AnthropicNames.Of("type", "data");
    private static readonly byte[][] _call = AnthropicNames.Of("type", "id", "name", "input");

    public static EquatableArray<ContentPart> Read(JsonBody document, JsonElement content)
    {
        List<ContentPart> parts = new(content.GetArrayLength());
        foreach (var block in content.EnumerateArray())
        {
            if (ReadBlock(document, block) is { } part)
            {
                parts.Add(part);
            }
        }

        return parts.ToEquatableArray();
    }

    private static bool IsForcedJson(JsonBody document, JsonElement call) =>
        document.FindString(call, "name"u8) is { } name && ForcedJsonTool.Is(name);

    private static ContentPart? ReadBlock(JsonBody document, JsonElement block) => document.FindString(block, "type"u8) switch
    {
        "text" => new TextPart(document.FindText(block, "text"u8) ?? JsonText.Empty) { Extensions = AnthropicExtensions.OfText(document, block, _text) },
        "thinking" => new ReasoningPart(document.FindText(block, "thinking"u8) ?? JsonText.Empty)
        {
            Signature = ReasoningSignature.Received(document.FindString(block, "signature"u8)),
            Extensions = ReadExtensions(document, block, _thinking),
        },
        "redacted_thinking" => new RedactedReasoningPart(document.FindText(block, "data"u8) ?? JsonText.Empty)
        {
            Extensions = ReadExtensions(document, block, _redacted),
        },
        "tool_use" when IsForcedJson(document, block) => ReadForcedJson(document, block),
        "tool_use" => ReadCall(document, block),
        _ => null,
    };

    private static TextPart ReadForcedJson(JsonBody document, JsonElement block)
    {
        var input = block.Find("input"u8);
        return new(input.ValueKind switch
        {
            JsonValueKind.Undefined => RawJson.EmptyObject.ToString(),
            JsonValueKind.String => document.TextOf(input).ToString(),
            _ => document.RawOf(input).ToString(),
        });
    }

    private static ToolCallPart ReadCall(JsonBody document, JsonElement block)
    {
        var input = block.Find("input"u8);
        var id = document.FindString(block, "id"u8) ?? "";
        var name = document.FindString(block, "name"u8) ?? "";
        var call = input.ValueKind switch
        {
            JsonValueKind.Object => new ToolCallPart(id, name, document.RawOf(input)),
            JsonValueKind.Undefined => new ToolCallPart(id, name, RawJson.EmptyObject),
            JsonValueKind.String => ToolCallPart.FromText(id, name, document.TextOf(input).ToString()),
            _ => ToolCallPart.FromText(id, name, document.RawOf(input).ToString()),
        };
        return call with { Extensions = AnthropicExtensions.OfCall(document, block, _call) };
    }

    private static Extensions ReadExtensions(JsonBody document, JsonElement block, byte[][] known) =>
        document.ReadExtensions(block, WireProtocol.AnthropicMessages, known);
}
