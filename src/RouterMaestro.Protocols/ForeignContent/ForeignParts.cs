using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.ForeignContent;

/// <summary>
/// Reads content parts in the form of another protocol than that of the request. Cursor with an own key sends Chat requests with the blocks tool_use and
/// tool_result of Messages and the parts input_text of Responses (BerriAI/litellm#25669, #21380); each part says what it is, so that it is taken as that.
/// The readers of the protocols ask for what they do not know themselves.
/// </summary>
internal static class ForeignParts
{
    private const string Pdf = "application/pdf";

    /// <summary>
    /// Returns true if a content has nothing but parts that no protocol knows, so that the model would be asked something else than what the caller asks. Sounds
    /// and films are known, though few providers take them.
    /// </summary>
    /// <param name="json">The request.</param>
    /// <param name="content">The content.</param>
    /// <param name="read">The number of parts that could be read.</param>
    public static bool IsLost(JsonRequest json, JsonElement content, int read)
    {
        if (read > 0)
        {
            return false;
        }

        var hasUnknown = false;
        foreach (var part in content.Elements())
        {
            switch (json.Document.FindString(part, "type"u8))
            {
                case "input_audio" or "audio_url" or "video_url" or "container_upload":
                    return false;
                case null or "text" or "input_text" or "output_text":
                    break;
                default:
                    hasUnknown = true;
                    break;
            }
        }

        return hasUnknown;
    }

    /// <summary>Reads a part.</summary>
    /// <param name="json">The request, at the part.</param>
    /// <param name="part">The part.</param>
    /// <param name="type">Its type.</param>
    /// <returns>The part; null if no protocol has a part of the type, or if it has no content.</returns>
    public static ContentPart? Read(JsonRequest json, JsonElement part, string type) => type switch
    {
        "text" or "input_text" or "output_text" => new TextPart(json.TakeText(part, "text"u8)),
        "refusal" => new RefusalPart(json.TakeText(part, "refusal"u8)),
        "image_url" or "input_image" => ReadImage(json, part),
        "image" => ReadBlockSource(json, part) is { } source ? new ImagePart(source) : null,
        "document" => ReadBlockSource(json, part) is { } source
            ? new DocumentPart(source) { Title = json.FindString(part, "title"u8), Context = json.FindString(part, "context"u8) }
            : null,
        "file" => ReadFile(json, json.FindObject(part, "file"u8)),
        "input_file" => ReadFile(json, part),

        // Mistral's own part of Chat
        "document_url" when part.Find("document_url"u8) is { ValueKind: JsonValueKind.String } address => new DocumentPart(ReadAddress(json, json.Document.TextOf(address))) { Title = json.FindString(part, "document_name"u8) },
        "tool_use" => ReadCall(json, part),
        "tool_result" => ReadResult(json, part),
        _ => null,
    };

    private static ContentPart ReadImage(JsonRequest json, JsonElement part)
    {
        var image = part.Find("image_url"u8);
        var (address, detail) = image.ValueKind == JsonValueKind.Object
            ? (json.TakeText(image, "url"u8), json.FindString(image, "detail"u8))
            : (json.FindText(part, "image_url"u8), json.FindString(part, "detail"u8));
        var source = address is { } given ? ReadAddress(json, given)
            : json.FindString(part, "file_id"u8) is { } id ? new MediaSource.File(id)
            : throw json.Wrong("image_url"u8, "is required");
        return source is MediaSource.Base64 { MediaType: Pdf } ? new DocumentPart(source) : new ImagePart(source) { Detail = detail };
    }

    private static DocumentPart? ReadFile(JsonRequest json, JsonElement file)
    {
        MediaSource? source = json.FindText(file, "file_data"u8) is { IsEmpty: false } data ? ReadData(json, data)
            : json.FindText(file, "file_url"u8) is { } address ? ReadAddress(json, address)
            : json.FindString(file, "file_id"u8) is { } id ? new MediaSource.File(id)
            : null;
        return source is null ? null : new(source) { Title = json.FindString(file, "filename"u8) };
    }

    private static MediaSource ReadAddress(JsonRequest json, JsonText address) =>
        !JsonDataUri.TryRead(address, out var data) ? new MediaSource.Url(address) : data ?? throw json.Wrong("is not a valid base64 data: address");

    private static MediaSource ReadData(JsonRequest json, JsonText data) =>
        JsonDataUri.TryRead(data, out _) ? ReadAddress(json, data)
        : JsonBase64.IsValid(data) ? new MediaSource.Base64(Pdf, data)
        : throw json.Wrong("file_data"u8, "is not valid base64");

    private static MediaSource? ReadBlockSource(JsonRequest json, JsonElement block)
    {
        var source = json.FindObject(block, "source"u8);
        if (source.ValueKind != JsonValueKind.Object)
        {
            throw json.Wrong("source"u8, "is required");
        }

        using (json.At("source"))
        {
            return json.TakeString(source, "type"u8) switch
            {
                "base64" => json.TakeText(source, "data"u8) is var data && JsonBase64.IsValid(data)
                    ? new MediaSource.Base64(json.TakeString(source, "media_type"u8), data)
                    : throw json.Wrong("data"u8, "is not valid base64"),
                "url" => new MediaSource.Url(json.TakeText(source, "url"u8)),
                "file" => new MediaSource.File(json.TakeString(source, "file_id"u8)),
                "text" => new MediaSource.Text(json.TakeText(source, "data"u8)),
                _ => null,
            };
        }
    }

    private static ToolCallPart ReadCall(JsonRequest json, JsonElement block)
    {
        var (id, name, input) = (json.TakeString(block, "id"u8), json.TakeString(block, "name"u8), block.Find("input"u8));
        return input.ValueKind switch
        {
            JsonValueKind.Object => new(id, name, json.Document.RawOf(input)),
            JsonValueKind.Undefined => new(id, name, RawJson.EmptyObject),
            JsonValueKind.String => ToolCallPart.FromText(id, name, json.Document.StringOf(input)),
            _ => throw json.Wrong("input"u8, "must be an object"),
        };
    }

    private static ToolResultPart ReadResult(JsonRequest json, JsonElement block)
    {
        List<ContentPart> content = [];
        var id = json.TakeString(block, "tool_use_id"u8);
        var value = block.Find("content"u8);
        using (json.At("content"))
        {
            if (value.ValueKind == JsonValueKind.String)
            {
                content.Add(new TextPart(json.Document.TextOf(value)));
            }

            foreach (var part in value.Elements())
            {
                if (part.ValueKind != JsonValueKind.Object)
                {
                    throw json.Wrong("must hold objects");
                }

                var type = json.TakeString(part, "type"u8);
                if (Read(json, part, type) is { } read and not (ToolCallPart or ToolResultPart))
                {
                    content.Add(read);
                }
                else
                {
                    json.Losses.Add($"messages.tool_result.{type}");
                }
            }
        }

        return new(id, content.ToEquatableArray(), json.FindBool(block, "is_error"u8) ?? false);
    }
}
