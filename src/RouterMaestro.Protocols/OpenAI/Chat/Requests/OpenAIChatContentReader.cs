using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Chat;

/// <summary>Reads what messages say. Kinds of parts that the canonical model doesn't have are dropped and reported.</summary>
internal static class OpenAIChatContentReader
{
    private static readonly byte[][] _text = JsonNames.Of("type", "text", "cache_control");
    private static readonly byte[][] _refusal = JsonNames.Of("type", "refusal", "cache_control");
    private static readonly byte[][] _image = JsonNames.Of("type", "image_url", "cache_control");
    private static readonly byte[][] _file = JsonNames.Of("type", "file", "cache_control");

    /// <summary>Adds the parts of a content, at the current place: a string, parts, or nothing.</summary>
    public static void Read(JsonRequest json, JsonElement content, List<ContentPart> parts)
    {
        switch (content.ValueKind)
        {
            case JsonValueKind.Undefined:
                break;
            case JsonValueKind.String:
                var text = json.Document.TextOf(content);
                if (!text.IsEmpty)
                {
                    parts.Add(new TextPart(text));
                }

                break;
            case JsonValueKind.Array:
                ReadParts(json, content, parts);
                break;
            default:
                throw json.Wrong("must be a string or an array of content parts");
        }
    }

    /// <summary>Reads a cache breakpoint, which some clients set in this dialect too.</summary>
    public static CacheMarker? ReadCache(JsonRequest json, JsonElement part)
    {
        var marker = part.Find("cache_control"u8);
        if (marker.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        using (json.At("cache_control"))
        {
            return new(json.FindString(marker, "ttl"u8));
        }
    }

    private static void ReadParts(JsonRequest json, JsonElement content, List<ContentPart> parts)
    {
        var at = 0;
        foreach (var element in content.EnumerateArray())
        {
            using (json.At(at++))
            {
                if (element.ValueKind != JsonValueKind.Object)
                {
                    throw json.Wrong("must be an object");
                }

                if (ReadPart(json, element) is { } part)
                {
                    Add(ReadCache(json, element) is { } cache ? part with { Cache = cache } : part, parts);
                }
            }
        }
    }

    /// <summary>Empty text says nothing, and some dialects refuse it.</summary>
    private static void Add(ContentPart part, List<ContentPart> parts)
    {
        if (part is not TextPart { Text.IsEmpty: true, Cache: null, Extensions.IsEmpty: true })
        {
            parts.Add(part);
        }
    }

    private static ContentPart? ReadPart(JsonRequest json, JsonElement part)
    {
        var type = json.TakeString(part, "type"u8);
        switch (type)
        {
            case "text":
                return new TextPart(json.TakeText(part, "text"u8)) { Extensions = ReadExtensions(json, part, _text) };
            case "refusal":
                return new RefusalPart(json.TakeText(part, "refusal"u8)) { Extensions = ReadExtensions(json, part, _refusal) };
            case "image_url":
                return OpenAIChatMediaReader.ReadImage(json, part) with { Extensions = ReadExtensions(json, part, _image) };
            case "file" when OpenAIChatMediaReader.ReadFile(json, part) is { } document:
                return document with { Extensions = ReadExtensions(json, part, _file) };
            default:
                json.Losses.Add($"messages.{type}");
                return null;
        }
    }

    private static Extensions ReadExtensions(JsonRequest json, JsonElement part, byte[][] known) =>
        json.Document.ReadExtensions(part, WireProtocol.OpenAIChat, known);
}
