using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Abstractions.Servers;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Chat.Wire;

namespace RouterMaestro.Protocols.OpenAI.Chat.Requests;

/// <summary>Writes the content of messages.</summary>
/// <param name="json">The writer, inside a message.</param>
/// <param name="losses">Receives the parts that the protocol cannot carry.</param>
/// <param name="form">The form of contents that the server takes.</param>
internal readonly struct OpenAIChatContentWriter(Utf8JsonWriter json, LossSink losses, ContentForm form)
{
    private static readonly JsonText _errorMark = "Error: ";
    private static readonly JsonText _blankLine = "\n\n";

    /// <summary>
    /// Writes <c>content</c>: a single text as a string, several in the form that the server takes. vLLM 0.8.3 fails with "can only concatenate str" if
    /// the chat template of a model takes strings only (vllm-project/vllm#16245), DeepSeek with "expected a string" (cline/cline#230).
    /// </summary>
    /// <param name="parts">The parts; unsupported ones are reported as lost.</param>
    /// <param name="isError">Whether it is the result of a failed tool call. Chat has no member for that, so the text is prefixed.</param>
    public void WriteContent(IReadOnlyList<ContentPart> parts, bool isError = false)
    {
        json.WritePropertyName("content"u8);
        var supported = GetSupported(parts);
        if (supported.Count == 0)
        {
            json.WriteTextValue(isError ? _errorMark : JsonText.Empty);
        }
        else if (supported is [TextPart only] && !HasOwnExtensions(only))
        {
            json.WriteTextValue(isError ? JsonTexts.Concat(_errorMark, only.Text) : only.Text);
            ReportExtensions(only);
        }
        else if (IsJoined(supported))
        {
            json.WriteTextValue(Join(supported, isError));
        }
        else
        {
            json.WriteStartArray();
            foreach (var part in supported)
            {
                WritePart(part, isError && ReferenceEquals(part, supported[0]));
            }

            json.WriteEndArray();
        }
    }

    /// <summary>Returns true if the protocol can carry the part.</summary>
    public static bool IsSupported(ContentPart part) => part switch
    {
        TextPart or RefusalPart => true,
        ImagePart image => image.Source is MediaSource.Base64 or MediaSource.Url,
        DocumentPart document => OpenAIChatDocumentWriter.IsSupported(document.Source),
        _ => false,
    };

    /// <summary>Returns true if the protocol can carry the part and the server takes it.</summary>
    public bool IsTaken(ContentPart part) =>
        IsSupported(part) && (form != ContentForm.String || part is TextPart or RefusalPart or DocumentPart { Source: MediaSource.Text or MediaSource.Blocks });

    /// <summary>Reports an unsupported part.</summary>
    public void ReportUnsupported(ContentPart part) => losses.Add(part switch
    {
        ReasoningPart => "thinking",
        RedactedReasoningPart => "redacted_thinking",
        ImagePart => "messages.image",
        DocumentPart => "messages.document",
        ToolCallPart => "messages.tool_use",
        _ => "messages.content",
    });

    /// <summary>Reports the cache marker of a part, for which Chat has no member.</summary>
    public void ReportCache(ContentPart part)
    {
        if (part.Cache is not null)
        {
            losses.Add("cache_control");
        }
    }

    private List<ContentPart> GetSupported(IReadOnlyList<ContentPart> parts)
    {
        var supported = new List<ContentPart>(parts.Count);
        foreach (var part in parts)
        {
            ReportCache(part);
            if (!IsTaken(part))
            {
                ReportUnsupported(part);
            }
            else if (part is DocumentPart { Source: MediaSource.Text or MediaSource.Blocks } document)
            {
                ReportExtensions(document);
                supported.AddRange(GetSupported(OpenAIChatDocumentWriter.ToParts(document)));
            }
            else
            {
                supported.Add(part);
            }
        }

        return supported;
    }

    private bool IsJoined(List<ContentPart> parts)
    {
        if (form == ContentForm.Parts)
        {
            return false;
        }

        foreach (var part in parts)
        {
            // what a caller says of one text has its place in a part alone
            if (part is not (TextPart or RefusalPart) || (form == ContentForm.Text && HasOwnExtensions(part)))
            {
                return false;
            }
        }

        return true;
    }

    private JsonText Join(List<ContentPart> parts, bool isError)
    {
        List<JsonText> pieces = isError ? [_errorMark] : [];
        var isFirst = true;
        foreach (var part in parts)
        {
            foreach (var field in part.Extensions.Fields)
            {
                losses.Add($"messages.{field.Name}");
            }

            var text = part is TextPart plain ? plain.Text : ((RefusalPart)part).Text;
            if (text.IsEmpty)
            {
                continue;
            }

            if (!isFirst)
            {
                pieces.Add(_blankLine);
            }

            pieces.Add(text);
            isFirst = false;
        }

        return JsonTexts.Concat([.. pieces]);
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

/// <summary>Writes documents as file parts or, if they are made of text, as text parts.</summary>
internal static class OpenAIChatDocumentWriter
{
    // ids of other providers' files, such as Anthropic's file_..., are unknown to OpenAI
    private const string FileIdPrefix = "file-";

    /// <summary>Returns true if the protocol can carry a document of this source.</summary>
    public static bool IsSupported(MediaSource source) => source switch
    {
        MediaSource.Base64 or MediaSource.Text or MediaSource.Blocks => true,
        MediaSource.File file => file.Id.StartsWith(FileIdPrefix, StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>Returns the parts of a document made of text: title and context, then the content.</summary>
    public static IReadOnlyList<ContentPart> ToParts(DocumentPart document)
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

/// <summary>Writes images; image data becomes a data: address.</summary>
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
            // "original" exists only in the Responses API
            json.WriteString("detail"u8, detail == "original" ? "high" : detail);
        }

        json.WriteEndObject();
    }

    /// <summary>Returns a data: address.</summary>
    public static JsonText DataUri(MediaSource.Base64 data) => JsonTexts.Concat(_scheme, data.MediaType, _encoding, data.Data);
}
