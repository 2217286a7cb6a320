using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>Reads the blocks of messages. Kinds that the canonical model has no part for are dropped and reported.</summary>
internal sealed class AnthropicBlockReader(JsonRequest json)
{
    private static readonly byte[][] _text = AnthropicNames.Of("type", "text", "cache_control");
    private static readonly byte[][] _thinking = AnthropicNames.Of("type", "thinking", "signature", "cache_control");
    private static readonly byte[][] _redacted = AnthropicNames.Of("type", "data", "cache_control");
    private static readonly byte[][] _call = AnthropicNames.Of("type", "id", "name", "input", "cache_control");
    private static readonly byte[][] _result = AnthropicNames.Of("type", "tool_use_id", "content", "is_error", "cache_control");
    private readonly HashSet<string> _calls = [];

    /// <summary>Reads a content, at the current place: a string, blocks, or nothing.</summary>
    public EquatableArray<ContentPart> Read(JsonElement content)
    {
        switch (content.ValueKind)
        {
            case JsonValueKind.Undefined:
                return [];
            case JsonValueKind.String:
                return [new TextPart(json.Document.TextOf(content))];
            case JsonValueKind.Array:
                return ReadBlocks(content);
            default:
                throw json.Wrong("must be a string or an array of blocks");
        }
    }

    private EquatableArray<ContentPart> ReadBlocks(JsonElement content)
    {
        List<ContentPart> parts = new(content.GetArrayLength());
        var at = 0;
        foreach (var block in content.EnumerateArray())
        {
            using (json.At(at++))
            {
                if (block.ValueKind != JsonValueKind.Object)
                {
                    throw json.Wrong("must be an object");
                }

                if (ReadBlock(block) is { } part)
                {
                    parts.Add(part with { Cache = AnthropicCache.Read(json, block) });
                }
            }
        }

        return parts.ToEquatableArray();
    }

    private ContentPart? ReadBlock(JsonElement block)
    {
        var type = json.TakeString(block, "type"u8);
        switch (type)
        {
            case "text":
                return new TextPart(json.TakeText(block, "text"u8)) { Extensions = AnthropicExtensions.OfText(json.Document, block, _text) };
            case "thinking":
                return ReadReasoning(block);
            case "redacted_thinking":
                return new RedactedReasoningPart(json.TakeText(block, "data"u8)) { Extensions = ReadExtensions(block, _redacted) };
            case "tool_use":
                return ReadCall(block);
            case "tool_result":
                return ReadResult(block);
            case "image":
                return AnthropicMediaReader.ReadImage(json, block);
            case "document":
                return AnthropicMediaReader.ReadDocument(json, block, Read);
            case "search_result":
                return AnthropicMediaReader.ReadSearchResult(json, block, Read);
            default:
                json.Losses.Add($"messages.{type}");
                return null;
        }
    }

    /// <returns>The thinking; null for what only stood for some that was hidden.</returns>
    private ReasoningPart? ReadReasoning(JsonElement block)
    {
        var text = json.FindText(block, "thinking"u8) ?? JsonText.Empty;
        var signature = json.FindString(block, "signature"u8) is { Length: > 0 } said ? said : null;
        return text.IsEmpty && signature is not null && ReasoningSignature.OriginOf(signature) is not null && ReasoningSignature.ShapeOf(signature) is null
            ? null
            : new(text) { Signature = signature, Extensions = ReadExtensions(block, _thinking) };
    }

    private ToolCallPart ReadCall(JsonElement block)
    {
        var id = json.TakeString(block, "id"u8);
        _calls.Add(id);
        var input = json.FindObject(block, "input"u8);
        return new(id, json.TakeString(block, "name"u8), input.ValueKind == JsonValueKind.Object ? json.Document.RawOf(input) : RawJson.EmptyObject)
        {
            Extensions = AnthropicExtensions.OfCall(json.Document, block, _call),
        };
    }

    private ToolResultPart ReadResult(JsonElement block)
    {
        var id = json.TakeString(block, "tool_use_id"u8);
        if (!_calls.Contains(id))
        {
            throw json.Wrong("tool_use_id"u8, "names no tool_use block of an earlier message");
        }

        var content = block.Find("content"u8);
        using (json.At("content"))
        {
            return new(id, Read(content), json.FindBool(block, "is_error"u8) ?? false) { Extensions = ReadExtensions(block, _result) };
        }
    }

    private Extensions ReadExtensions(JsonElement block, byte[][] known) => json.Document.ReadExtensions(block, WireProtocol.AnthropicMessages, known);
}
