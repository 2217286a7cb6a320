using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Chat;

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
