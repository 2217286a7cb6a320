using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Chat.Wire;

namespace RouterMaestro.Protocols.OpenAI.Chat.Requests;

/// <summary>Writes what a message says.</summary>
/// <param name="json">Takes the content.</param>
/// <param name="losses">Takes what the dialect cannot say.</param>
internal readonly struct OpenAIChatContentWriter(Utf8JsonWriter json, LossSink losses)
{
    private static readonly JsonText _errorMark = "Error: ";

    /// <summary>Writes <c>content</c>: one text as a string, which every server understands, anything else as an array.</summary>
    /// <param name="parts">What is said.</param>
    /// <param name="isError">Whether it is the answer of a tool that failed, which the dialect has no field for.</param>
    public void WriteContent(IReadOnlyList<ContentPart> parts, bool isError = false)
    {
        json.WritePropertyName("content"u8);
        var said = Sayable(parts);
        if (said.Count == 0)
        {
            json.WriteTextValue(isError ? _errorMark : JsonText.Empty);
        }
        else if (said is [TextPart only] && !HasOwnExtensions(only))
        {
            json.WriteTextValue(isError ? JsonTexts.Concat(_errorMark, only.Text) : only.Text);
            ReportExtensions(only);
        }
        else
        {
            json.WriteStartArray();
            foreach (var part in said)
            {
                WritePart(part, isError && ReferenceEquals(part, said[0]));
            }

            json.WriteEndArray();
        }
    }

    /// <summary>Tells whether the dialect has a form for a part.</summary>
    public static bool CanSay(ContentPart part) => part switch
    {
        TextPart or RefusalPart => true,
        ImagePart image => image.Source is MediaSource.Base64 or MediaSource.Url,
        DocumentPart document => OpenAIChatDocumentWriter.CanSay(document.Source),
        _ => false,
    };

    /// <summary>Reports a part that cannot be said.</summary>
    public void Lose(ContentPart part) => losses.Add(part switch
    {
        ReasoningPart => "thinking",
        RedactedReasoningPart => "redacted_thinking",
        ImagePart => "messages.image",
        DocumentPart => "messages.document",
        ToolCallPart => "messages.tool_use",
        _ => "messages.content",
    });

    /// <summary>Reports what a part says besides its content and the dialect cannot say.</summary>
    public void Note(ContentPart part)
    {
        if (part.Cache is not null)
        {
            losses.Add("cache_control");
        }
    }

    private List<ContentPart> Sayable(IReadOnlyList<ContentPart> parts)
    {
        var said = new List<ContentPart>(parts.Count);
        foreach (var part in parts)
        {
            Note(part);
            if (!CanSay(part))
            {
                Lose(part);
            }
            else if (part is DocumentPart { Source: MediaSource.Text or MediaSource.Blocks } document)
            {
                ReportExtensions(document);
                said.AddRange(Sayable(OpenAIChatDocumentWriter.AsParts(document)));
            }
            else
            {
                said.Add(part);
            }
        }

        return said;
    }

    private void WritePart(ContentPart part, bool isError)
    {
        json.WriteStartObject();
        switch (part)
        {
            case TextPart text:
                WriteText(isError ? JsonTexts.Concat(_errorMark, text.Text) : text.Text);
                break;
            case RefusalPart refusal:
                WriteText(refusal.Text);
                break;
            case ImagePart image:
                OpenAIChatImageWriter.Write(json, image);
                break;
            case DocumentPart document:
                OpenAIChatDocumentWriter.Write(json, document, losses);
                break;
        }

        json.WriteExtensions(part.Extensions, losses, "messages.");
        json.WriteEndObject();
    }

    private void WriteText(JsonText text)
    {
        json.WriteString("type"u8, "text"u8);
        json.WriteText("text"u8, text);
    }

    private void ReportExtensions(ContentPart part)
    {
        if (!HasOwnExtensions(part))
        {
            json.WriteExtensions(part.Extensions, losses, "messages.");
        }
    }

    private static bool HasOwnExtensions(ContentPart part) => !part.Extensions.IsEmpty && OpenAIChatExtensions.IsOwn(part.Extensions);
}

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
