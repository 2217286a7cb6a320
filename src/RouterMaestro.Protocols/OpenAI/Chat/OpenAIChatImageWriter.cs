using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Chat;

/// <summary>Writes images, whose bytes travel in the address.</summary>
internal static class OpenAIChatImageWriter
{
    private static readonly JsonText _scheme = "data:";
    private static readonly JsonText _encoding = ";base64,";

    /// <summary>Writes the members of a part.</summary>
    public static void Write(Utf8JsonWriter json, ImagePart image)
    {
        json.WriteString("type"u8, "image_url"u8);
        json.WriteStartObject("image_url"u8);
        json.WriteText("url"u8, image.Source is MediaSource.Base64 data ? DataUri(data) : ((MediaSource.Url)image.Source).Address);
        if (image.Detail is { } detail)
        {
            // the finest that Responses knows is not known here
            json.WriteString("detail"u8, detail == "original" ? "high" : detail);
        }

        json.WriteEndObject();
    }

    /// <summary>Makes the address that holds the bytes themselves.</summary>
    public static JsonText DataUri(MediaSource.Base64 data) => JsonTexts.Concat(_scheme, data.MediaType, _encoding, data.Data);
}
