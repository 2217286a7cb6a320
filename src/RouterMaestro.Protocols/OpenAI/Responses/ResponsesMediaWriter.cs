using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>Writes images and documents: bytes in the address, texts as text.</summary>
internal static class ResponsesMediaWriter
{
    // an id of another provider's file means nothing here
    private const string FileIdStart = "file-";

    private static readonly JsonText _scheme = "data:";
    private static readonly JsonText _encoding = ";base64,";

    public static bool CanSay(ContentPart part) => part switch
    {
        ImagePart image => CanSay(image.Source),
        DocumentPart document => CanSay(document.Source),
        _ => false,
    };

    /// <summary>Tells a document made of text in the parts that the dialect has: what is said about it, then what it says.</summary>
    public static IReadOnlyList<ContentPart> AsParts(DocumentPart document)
    {
        List<ContentPart> parts = [];
        AddText(parts, document.Title);
        AddText(parts, document.Context);
        if (document.Source is MediaSource.Blocks blocks)
        {
            parts.AddRange(blocks.Parts);
        }
        else
        {
            parts.Add(new TextPart(((MediaSource.Text)document.Source).Content));
        }

        return parts;
    }

    /// <summary>Writes the members of a part.</summary>
    public static void Write(Utf8JsonWriter json, ContentPart part, LossSink losses)
    {
        if (part is ImagePart image)
        {
            json.WriteString("type"u8, "input_image"u8);
            WriteSource(json, image.Source, "image_url"u8, "image_url"u8);
            if (image.Detail is { } detail)
            {
                json.WriteString("detail"u8, detail);
            }

            return;
        }

        var document = (DocumentPart)part;
        json.WriteString("type"u8, "input_file"u8);
        if ((document.Title ?? DefaultName(document.Source)) is { } name)
        {
            json.WriteString("filename"u8, name);
        }

        WriteSource(json, document.Source, "file_data"u8, "file_url"u8);
        if (document.Context is not null)
        {
            losses.Add("messages.context");
        }
    }

    private static bool CanSay(MediaSource source) => source switch
    {
        MediaSource.Base64 or MediaSource.Url => true,
        MediaSource.File file => file.Id.StartsWith(FileIdStart, StringComparison.Ordinal),
        _ => false,
    };

    private static void WriteSource(Utf8JsonWriter json, MediaSource source, ReadOnlySpan<byte> data, ReadOnlySpan<byte> address)
    {
        switch (source)
        {
            case MediaSource.Base64 bytes:
                json.WriteText(data, JsonTexts.Concat(_scheme, bytes.MediaType, _encoding, bytes.Data));
                break;
            case MediaSource.Url url:
                json.WriteText(address, url.Address);
                break;
            case MediaSource.File file:
                json.WriteString("file_id"u8, file.Id);
                break;
        }
    }

    /// <summary>Bytes without a name are refused.</summary>
    private static string? DefaultName(MediaSource source) => source switch
    {
        MediaSource.Base64 { MediaType: "application/pdf" } => "document.pdf",
        MediaSource.Base64 { MediaType: "text/plain" } => "document.txt",
        MediaSource.Base64 => "document",
        _ => null,
    };

    private static void AddText(List<ContentPart> parts, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            parts.Add(new TextPart(text));
        }
    }
}
