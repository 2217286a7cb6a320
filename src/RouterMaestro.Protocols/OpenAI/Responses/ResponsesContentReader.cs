using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>Reads what items say. Kinds of parts that the canonical model doesn't have are dropped and reported.</summary>
internal static class ResponsesContentReader
{
    private static readonly byte[][] _text = JsonNames.Of("type", "text", "cache_control");
    private static readonly byte[][] _textWithoutNotes = JsonNames.Of("type", "text", "annotations", "logprobs", "cache_control");
    private static readonly byte[][] _refusal = JsonNames.Of("type", "refusal", "cache_control");
    private static readonly byte[][] _image = JsonNames.Of("type", "image_url", "file_id", "detail", "cache_control");
    private static readonly byte[][] _file = JsonNames.Of("type", "file_data", "file_url", "file_id", "filename", "cache_control");

    /// <summary>Adds the parts of a content, at the current place: a string, parts, or nothing.</summary>
    public static void Read(JsonRequest json, JsonElement content, List<ContentPart> parts)
    {
        switch (content.ValueKind)
        {
            case JsonValueKind.Undefined:
                break;
            case JsonValueKind.String:
                Add(new TextPart(json.Document.TextOf(content)), parts);
                break;
            case JsonValueKind.Array:
                ReadParts(json, content, parts);
                break;
            default:
                throw json.Wrong("must be a string or an array of content parts");
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

    /// <summary>Reads a cache breakpoint, which some clients set in this dialect too.</summary>
    private static CacheMarker? ReadCache(JsonRequest json, JsonElement part)
    {
        if (part.Find("cache_control"u8) is not { ValueKind: JsonValueKind.Object } marker)
        {
            return null;
        }

        using (json.At("cache_control"))
        {
            return new(json.FindString(marker, "ttl"u8));
        }
    }

    /// <summary>Empty text says nothing, and some dialects refuse it.</summary>
    private static void Add(ContentPart part, List<ContentPart> parts)
    {
        if (part is not TextPart { Text.IsEmpty: true, Extensions.IsEmpty: true })
        {
            parts.Add(part);
        }
    }

    private static ContentPart? ReadPart(JsonRequest json, JsonElement part)
    {
        var type = json.TakeString(part, "type"u8);
        switch (type)
        {
            case "input_text" or "output_text" or "text":
                return new TextPart(json.TakeText(part, "text"u8)) { Extensions = ReadExtensions(json, part, HasNotes(part) ? _text : _textWithoutNotes) };
            case "refusal":
                return new RefusalPart(json.TakeText(part, "refusal"u8)) { Extensions = ReadExtensions(json, part, _refusal) };
            case "input_image" or "computer_screenshot":
                return ResponsesMediaReader.ReadImage(json, part) with { Extensions = ReadExtensions(json, part, _image) };
            case "input_file" when ResponsesMediaReader.ReadFile(json, part) is { } document:
                return document with { Extensions = ReadExtensions(json, part, _file) };
            default:
                json.Losses.Add($"input.{type}");
                return null;
        }
    }

    /// <summary>The dialect fills in annotations also where there are none.</summary>
    private static bool HasNotes(JsonElement part) => HasElements(part.Find("annotations"u8)) || HasElements(part.Find("logprobs"u8));

    private static bool HasElements(JsonElement array) => array.ValueKind == JsonValueKind.Array && array.GetArrayLength() > 0;

    private static Extensions ReadExtensions(JsonRequest json, JsonElement part, byte[][] known) =>
        json.Document.ReadExtensions(part, WireProtocol.OpenAIResponses, known);
}
