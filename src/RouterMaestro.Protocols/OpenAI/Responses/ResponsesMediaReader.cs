using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>Reads images and files, whose bytes may stand in the address.</summary>
internal static class ResponsesMediaReader
{
    private const string Pdf = "application/pdf";

    public static ContentPart ReadImage(JsonRequest json, JsonElement part)
    {
        var source = json.FindText(part, "image_url"u8) is { } address ? ReadSource(json, address, "image_url"u8)
            : json.FindString(part, "file_id"u8) is { } id ? new MediaSource.File(id)
            : throw json.Wrong("image_url"u8, "is required");
        return source is MediaSource.Base64 { MediaType: Pdf }
            ? new DocumentPart(source)
            : new ImagePart(source) { Detail = json.FindString(part, "detail"u8) };
    }

    /// <returns>The document; null when it is in a form that is not known.</returns>
    public static DocumentPart? ReadFile(JsonRequest json, JsonElement part)
    {
        MediaSource? source = json.FindText(part, "file_data"u8) is { IsEmpty: false } data ? ReadData(json, data)
            : json.FindText(part, "file_url"u8) is { } address ? ReadSource(json, address, "file_url"u8)
            : json.FindString(part, "file_id"u8) is { } id ? new MediaSource.File(id)
            : null;
        return source is null ? null : new(source) { Title = json.FindString(part, "filename"u8) };
    }

    private static MediaSource ReadSource(JsonRequest json, JsonText address, ReadOnlySpan<byte> member) =>
        !JsonDataUri.TryRead(address, out var data) ? new MediaSource.Url(address)
        : data ?? throw json.Wrong(member, "is not a valid base64 data: address");

    /// <summary>A file's bytes come as an address or as bare base64, which is taken for a PDF, the one kind that all understand.</summary>
    private static MediaSource ReadData(JsonRequest json, JsonText data) =>
        JsonDataUri.TryRead(data, out _) ? ReadSource(json, data, "file_data"u8)
        : JsonBase64.IsValid(data) ? new MediaSource.Base64(Pdf, data)
        : throw json.Wrong("file_data"u8, "is not valid base64");
}
