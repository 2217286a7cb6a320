using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Chat.Requests;

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

/// <summary>Reads images and files, whose bytes may stand in the address.</summary>
internal static class OpenAIChatMediaReader
{
    private const string Pdf = "application/pdf";

    public static ContentPart ReadImage(JsonRequest json, JsonElement part)
    {
        // some clients leave out the object around the address
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

    /// <returns>The document; null when it is in a form that is not known.</returns>
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
    /// A file's bytes come as an address or as bare base64, which is taken for a PDF, the one kind that all understand; some servers take
    /// the address of a page.
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
