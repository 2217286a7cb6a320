using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.ForeignContent;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Chat.Requests;

/// <summary>Reads the content of messages. Parts of a type that the canonical model does not have are dropped and reported.</summary>
internal static class OpenAIChatContentReader
{
    private static readonly byte[][] _text = JsonNames.Of("type", "text", "cache_control");
    private static readonly byte[][] _refusal = JsonNames.Of("type", "refusal", "cache_control");
    private static readonly byte[][] _image = JsonNames.Of("type", "image_url", "cache_control");
    private static readonly byte[][] _file = JsonNames.Of("type", "file", "cache_control");

    /// <summary>Adds the parts of <c>content</c>: a string, an array of parts, or null.</summary>
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

    /// <summary>
    /// Reads <c>cache_control</c>, which clients of OpenRouter set in Chat requests to cache prompts of Claude and Gemini models
    /// (pydantic-ai; recording test_openrouter_cache_instructions_e2e).
    /// </summary>
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

    /// <summary>
    /// Skips empty text parts. Anthropic's Messages API refuses them ("text content blocks must be non-empty",
    /// anthropics/claude-code#59812).
    /// </summary>
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
            case var foreign when ForeignParts.Read(json, part, foreign) is { } read:
                return read;
            default:
                json.Losses.Add($"messages.{type}");
                return null;
        }
    }

    private static Extensions ReadExtensions(JsonRequest json, JsonElement part, byte[][] known) =>
        json.Document.ReadExtensions(part, WireProtocol.OpenAIChat, known);
}

/// <summary>Reads images and files, given as data: addresses, web addresses or file ids.</summary>
internal static class OpenAIChatMediaReader
{
    private const string Pdf = "application/pdf";

    /// <summary>Reads an <c>image_url</c> part. A PDF in a data: address becomes a document.</summary>
    public static ContentPart ReadImage(JsonRequest json, JsonElement part)
    {
        // clients written for Mistral send image_url as a string, which is Mistral's own form (HeyPuter/puter#3177)
        var isBare = part.Find("image_url"u8).ValueKind == JsonValueKind.String;
        var image = isBare ? part : json.FindObject(part, "image_url"u8);
        if (image.ValueKind != JsonValueKind.Object)
        {
            throw json.Wrong("image_url"u8, "is required");
        }

        using (json.At("image_url"))
        {
            var address = isBare ? json.TakeText(image, "image_url"u8) : json.TakeText(image, "url"u8);
            return ReadSource(json, address) switch
            {
                MediaSource.Base64 { MediaType: Pdf } pdf => new DocumentPart(pdf),
                var source => new ImagePart(source) { Detail = isBare ? null : json.FindString(image, "detail"u8) },
            };
        }
    }

    /// <summary>Reads a file part.</summary>
    /// <returns>The document; null if it has neither data nor a file id.</returns>
    public static DocumentPart? ReadFile(JsonRequest json, JsonElement part)
    {
        var file = json.FindObject(part, "file"u8);
        if (file.ValueKind != JsonValueKind.Object)
        {
            throw json.Wrong("file"u8, "is required");
        }

        using (json.At("file"))
        {
            var name = json.FindString(file, "filename"u8);
            if (json.FindText(file, "file_data"u8) is { } data)
            {
                return new(ReadData(json, data)) { Title = name };
            }

            return json.FindString(file, "file_id"u8) is { } id ? new(new MediaSource.File(id)) { Title = name } : null;
        }
    }

    private static MediaSource ReadSource(JsonRequest json, JsonText address)
    {
        if (JsonDataUri.TryRead(address, out var data))
        {
            return data ?? throw json.Wrong("is not a valid base64 data: address");
        }

        return new MediaSource.Url(address);
    }

    /// <summary>
    /// Reads <c>file_data</c>: a data: address, bare base64, which is taken for a PDF, or an http address, which OpenRouter takes for PDFs
    /// (openrouter.ai/docs/features/multimodal/pdfs).
    /// </summary>
    private static MediaSource ReadData(JsonRequest json, JsonText data)
    {
        if (JsonDataUri.TryRead(data, out var read))
        {
            return read ?? throw json.Wrong("file_data"u8, "is not a valid base64 data: address");
        }

        return data.Escaped.Span.StartsWith("http"u8) && data.Escaped.Span.Contains((byte)':') ? new MediaSource.Url(data)
            : JsonBase64.IsValid(data) ? new MediaSource.Base64(Pdf, data)
            : throw json.Wrong("file_data"u8, "is not valid base64");
    }
}
