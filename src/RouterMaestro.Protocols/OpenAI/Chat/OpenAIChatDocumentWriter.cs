using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Chat;

/// <summary>Writes documents: files as files, texts as text.</summary>
internal static class OpenAIChatDocumentWriter
{
    // an id of another provider's file means nothing here
    private const string FileIdStart = "file-";

    public static bool CanSay(MediaSource source) => source switch
    {
        MediaSource.Base64 or MediaSource.Text or MediaSource.Blocks => true,
        MediaSource.File file => file.Id.StartsWith(FileIdStart, StringComparison.Ordinal),
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
    public static void Write(Utf8JsonWriter json, DocumentPart document, LossSink losses)
    {
        json.WriteString("type"u8, "file"u8);
        json.WriteStartObject("file"u8);
        if (document.Source is MediaSource.Base64 data)
        {
            json.WriteString("filename"u8, document.Title ?? DefaultName(data.MediaType));
            json.WriteText("file_data"u8, OpenAIChatImageWriter.DataUri(data));
        }
        else
        {
            json.WriteString("file_id"u8, ((MediaSource.File)document.Source).Id);
        }

        json.WriteEndObject();
        if (document.Context is not null)
        {
            losses.Add("messages.context");
        }
    }

    private static string DefaultName(string mediaType) => mediaType switch
    {
        "application/pdf" => "document.pdf",
        "text/plain" => "document.txt",
        _ => "document",
    };

    private static void AddText(List<ContentPart> parts, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            parts.Add(new TextPart(text));
        }
    }
}
