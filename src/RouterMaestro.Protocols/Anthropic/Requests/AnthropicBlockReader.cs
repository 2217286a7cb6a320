using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Anthropic.Wire;
using RouterMaestro.Protocols.ForeignContent;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.Signatures;

namespace RouterMaestro.Protocols.Anthropic.Requests;

/// <summary>Reads the blocks of messages. Kinds that the canonical model has no part for are dropped and reported.</summary>
internal sealed class AnthropicBlockReader(JsonRequest json)
{
    private static readonly byte[][] _text = AnthropicNames.Of("type", "text", "cache_control");
    private static readonly byte[][] _thinking = AnthropicNames.Of("type", "thinking", "signature", "cache_control");
    private static readonly byte[][] _redacted = AnthropicNames.Of("type", "data", "cache_control");
    private static readonly byte[][] _call = AnthropicNames.Of("type", "id", "name", "input", "cache_control");
    private static readonly byte[][] _result = AnthropicNames.Of("type", "tool_use_id", "content", "is_error", "cache_control");
    private readonly HashSet<string> _calls = [];

    /// <summary>Reads content at the current position: a string, blocks or null.</summary>
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
            case var foreign when ForeignParts.Read(json, block, foreign) is { } read:
                return read;
            default:
                json.Losses.Add($"messages.{type}");
                return null;
        }
    }

    /// <returns>The reasoning; null for the placeholder of hidden reasoning.</returns>
    private ReasoningPart? ReadReasoning(JsonElement block)
    {
        var text = json.FindText(block, "thinking"u8) ?? JsonText.Empty;
        var signature = json.FindString(block, "signature"u8) is { Length: > 0 } value ? value : null;
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

/// <summary>Reads images and documents.</summary>
internal static class AnthropicMediaReader
{
    private static readonly byte[][] _image = AnthropicNames.Of("type", "source", "cache_control");
    private static readonly byte[][] _document = AnthropicNames.Of("type", "source", "title", "context", "cache_control");

    public delegate EquatableArray<ContentPart> ContentReader(JsonElement content);

    public static ImagePart? ReadImage(JsonRequest json, JsonElement block) => ReadSource(json, block, null) switch
    {
        { } source => new ImagePart(source) { Extensions = json.Document.ReadExtensions(block, WireProtocol.AnthropicMessages, _image) },
        null => null,
    };

    public static DocumentPart? ReadDocument(JsonRequest json, JsonElement block, ContentReader blocks) => ReadSource(json, block, blocks) switch
    {
        { } source => new DocumentPart(source)
        {
            Title = json.FindString(block, "title"u8),
            Context = json.FindString(block, "context"u8),
            Extensions = json.Document.ReadExtensions(block, WireProtocol.AnthropicMessages, _document),
        },
        null => null,
    };

    /// <summary>Reads a search result as a document. The address of its source cannot be represented.</summary>
    public static DocumentPart ReadSearchResult(JsonRequest json, JsonElement block, ContentReader blocks)
    {
        json.Losses.Add("messages.search_result.source");
        var content = json.FindArray(block, "content"u8);
        using (json.At("content"))
        {
            return new DocumentPart(new MediaSource.Blocks(blocks(content))) { Title = json.FindString(block, "title"u8) };
        }
    }

    private static MediaSource? ReadSource(JsonRequest json, JsonElement block, ContentReader? blocks)
    {
        var source = json.FindObject(block, "source"u8);
        if (source.ValueKind != JsonValueKind.Object)
        {
            throw json.Wrong("source"u8, "is required");
        }

        using (json.At("source"))
        {
            var type = json.TakeString(source, "type"u8);
            switch (type)
            {
                case "base64":
                    return ReadBase64(json, source);
                case "url":
                    return new MediaSource.Url(json.TakeText(source, "url"u8));
                case "file":
                    return new MediaSource.File(json.TakeString(source, "file_id"u8));
                case "text" when blocks is not null:
                    return new MediaSource.Text(json.TakeText(source, "data"u8));
                case "content" when blocks is not null:
                    return ReadContent(json, source, blocks);
                default:
                    json.Losses.Add($"messages.source.{type}");
                    return null;
            }
        }
    }

    private static MediaSource.Base64 ReadBase64(JsonRequest json, JsonElement source)
    {
        var data = json.TakeText(source, "data"u8);
        return JsonBase64.IsValid(data)
            ? new(json.TakeString(source, "media_type"u8), data)
            : throw json.Wrong("data"u8, "is not valid base64");
    }

    private static MediaSource.Blocks ReadContent(JsonRequest json, JsonElement source, ContentReader blocks)
    {
        var content = source.Find("content"u8);
        using (json.At("content"))
        {
            return new(blocks(content));
        }
    }
}

/// <summary>Reads the tools of a request and how they may be called.</summary>
internal static class AnthropicToolReader
{
    private static readonly byte[][] _function = AnthropicNames.Of("type", "name", "description", "input_schema", "strict", "cache_control");
    private static readonly byte[][] _builtIn = AnthropicNames.Of("type", "name", "cache_control");

    public static EquatableArray<Tool> Read(JsonRequest json)
    {
        List<Tool> tools = [];
        var elements = json.FindArray(json.Root, "tools"u8).Elements();
        using (json.At("tools"))
        {
            foreach (var tool in elements)
            {
                using (json.At(tools.Count))
                {
                    tools.Add(tool.ValueKind == JsonValueKind.Object ? ReadTool(json, tool) : throw json.Wrong("must be an object"));
                }
            }
        }

        return tools.ToEquatableArray();
    }

    public static ToolChoice? ReadChoice(JsonRequest json)
    {
        var choice = json.FindObject(json.Root, "tool_choice"u8);
        if (choice.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        using (json.At("tool_choice"))
        {
            switch (json.TakeString(choice, "type"u8))
            {
                case "auto":
                    return new ToolChoice.Auto();
                case "none":
                    return new ToolChoice.None();
                case "any":
                    return new ToolChoice.Required();
                case "tool":
                    return new ToolChoice.Specific(json.TakeString(choice, "name"u8));
                case var _ when ForeignTools.ReadChoice(json, choice) is { } foreign:
                    return foreign;
                default:
                    json.Losses.Add("tool_choice.type");
                    return null;
            }
        }
    }

    public static bool? ReadParallel(JsonRequest json)
    {
        var choice = json.FindObject(json.Root, "tool_choice"u8);
        using (json.At("tool_choice"))
        {
            return choice.ValueKind == JsonValueKind.Object ? !json.FindBool(choice, "disable_parallel_tool_use"u8) : null;
        }
    }

    private static Tool ReadTool(JsonRequest json, JsonElement tool)
    {
        var schema = json.FindObject(tool, "input_schema"u8);
        var kind = json.FindString(tool, "type"u8) ?? "custom";
        if (schema.ValueKind != JsonValueKind.Object && kind is "custom" or "function" && ForeignTools.IsFunction(tool))
        {
            return ForeignTools.Read(json, tool) with { Cache = AnthropicCache.Read(json, tool) };
        }

        return schema.ValueKind == JsonValueKind.Object || kind == "custom"
            ? new Tool.Function(json.TakeString(tool, "name"u8), json.FindText(tool, "description"u8), SchemaOf(json, schema))
            {
                Strict = json.FindBool(tool, "strict"u8),
                Cache = AnthropicCache.Read(json, tool),
                Extensions = json.Document.ReadExtensions(tool, WireProtocol.AnthropicMessages, _function),
            }
            : new Tool.BuiltIn(kind, json.FindString(tool, "name"u8))
            {
                Cache = AnthropicCache.Read(json, tool),
                Extensions = json.Document.ReadOwnExtensions(tool, WireProtocol.AnthropicMessages, _builtIn),
            };
    }

    private static RawJson? SchemaOf(JsonRequest json, JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object ? json.Document.RawOf(schema) : null;
}
