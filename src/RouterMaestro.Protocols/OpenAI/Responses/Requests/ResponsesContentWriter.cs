using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Responses.Wire;
using RouterMaestro.Protocols.OpenAI.Shared;

namespace RouterMaestro.Protocols.OpenAI.Responses.Requests;

/// <summary>Writes what a message or the result of a tool says.</summary>
/// <param name="json">Takes the content.</param>
/// <param name="losses">Takes what the protocol cannot say.</param>
internal sealed class ResponsesContentWriter(Utf8JsonWriter json, LossSink losses)
{
    private static readonly JsonText _errorMark = "Error: ";

    /// <summary>Writes a content: a single text as a string, anything else as an array.</summary>
    /// <param name="parts">What is said.</param>
    /// <param name="isResponse">Whether the model said it.</param>
    /// <param name="isError">Whether it is the answer of a tool that failed, which the protocol has no field for.</param>
    public void Write(IReadOnlyList<ContentPart> parts, bool isResponse, bool isError = false)
    {
        var said = Sayable(parts, isResponse);
        if (said.Count == 0)
        {
            json.WriteTextValue(isError ? _errorMark : JsonText.Empty);
        }
        else if (said is [TextPart only] && !HasOwnFields(only))
        {
            json.WriteTextValue(isError ? JsonTexts.Concat(_errorMark, only.Text) : only.Text);
            json.WriteExtensions(FieldsOf(only), WireProtocol.OpenAIResponses, losses, "messages.");
        }
        else
        {
            json.WriteStartArray();
            foreach (var part in said)
            {
                WritePart(part, isResponse, isError && ReferenceEquals(part, said[0]));
            }

            json.WriteEndArray();
        }
    }

    /// <summary>Reports what a part says besides its content and the protocol cannot say.</summary>
    public void Note(ContentPart part)
    {
        if (part.Cache is not null)
        {
            losses.Add("cache_control");
        }
    }

    private static bool HasOwnFields(ContentPart part) => ResponsesExtensions.IsOwn(part.Extensions) && !FieldsOf(part).IsEmpty;

    /// <summary>Gets the extensions of the part itself, without those of its message.</summary>
    private static Extensions FieldsOf(ContentPart part) => part.Extensions with
    {
        Fields = part.Extensions.Fields.Where(f => !f.Name.StartsWith(ResponsesInputReader.OfMessage, StringComparison.Ordinal)).ToEquatableArray(),
    };

    private List<ContentPart> Sayable(IReadOnlyList<ContentPart> parts, bool isResponse)
    {
        var said = new List<ContentPart>(parts.Count);
        foreach (var part in parts)
        {
            Note(part);
            if (part is DocumentPart { Source: MediaSource.Text or MediaSource.Blocks } document && !isResponse)
            {
                json.WriteExtensions(document.Extensions, WireProtocol.OpenAIResponses, losses, "messages.");
                said.AddRange(Sayable(ResponsesMediaWriter.AsParts(document), isResponse));
            }
            else if (part is TextPart or RefusalPart || (!isResponse && ResponsesMediaWriter.CanSay(part)))
            {
                said.Add(part);
            }
            else
            {
                losses.Add(part is ImagePart ? "messages.image" : part is DocumentPart ? "messages.document" : "messages.content");
            }
        }

        return said;
    }

    private void WritePart(ContentPart part, bool isResponse, bool isError)
    {
        json.WriteStartObject();
        switch (part)
        {
            case TextPart text:
                WriteText(isResponse ? "output_text"u8 : "input_text"u8, isError ? JsonTexts.Concat(_errorMark, text.Text) : text.Text);
                break;
            case RefusalPart refusal when isResponse:
                json.WriteString("type"u8, "refusal"u8);
                json.WriteText("refusal"u8, refusal.Text);
                break;
            case RefusalPart refusal:
                WriteText("input_text"u8, refusal.Text);
                break;
            default:
                ResponsesMediaWriter.Write(json, part, losses);
                break;
        }

        json.WriteExtensions(FieldsOf(part), WireProtocol.OpenAIResponses, losses, "messages.");
        json.WriteEndObject();
    }

    private void WriteText(ReadOnlySpan<byte> type, JsonText text)
    {
        json.WriteString("type"u8, type);
        json.WriteText("text"u8, text);
    }
}

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

    /// <summary>Writes a text document as text parts: its description, then its content.</summary>
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

/// <summary>Writes what is asked about reasoning, and reasoning that goes back to where it came from.</summary>
internal static class ResponsesReasoningWriter
{
    /// <summary>Writes the settings.</summary>
    /// <returns>Whether reasoning is to be expected.</returns>
    public static bool WriteSettings(Utf8JsonWriter json, ChatRequest request, RequestTarget target, LossSink losses)
    {
        var extensions = ResponsesExtensions.Within(request.Extensions, ResponsesExtensions.Reasoning);
        var reasoning = target.Resolve(request.Reasoning);
        var asked = OpenAIEffort.Of(reasoning);
        var isShown = reasoning.Mode is ReasoningMode.Enabled or ReasoningMode.Adaptive && asked != Effort.None;
        var reasons = target.IsOpenAIItself ? OpenAIModels.Reasons(target.Model.Id) : !OpenAIModels.IsKnownNotToReason(target.Model.Id);
        var isOwn = ResponsesExtensions.IsOwn(request.Extensions);
        if (reasons ? OpenAIEffort.Of(request.Reasoning) > Effort.High && !isOwn : IsSaid(request.Reasoning) && (asked is not null || isShown))
        {
            losses.Add("reasoning_effort");
        }

        var isAsked = reasons && (asked is not null || isShown);
        if (isAsked || extensions.Count > 0)
        {
            json.WriteStartObject("reasoning"u8);
            WriteAsked(json, reasons ? asked : null, reasons && isShown, isOwn);
            ResponsesExtensions.Write(json, extensions, ResponsesExtensions.Reasoning);
            json.WriteEndObject();
        }

        return (isAsked && isShown) || (target.IsOpenAIItself && reasons) || isOwn;
    }

    /// <summary>Writes the members of an item, which goes back unchanged.</summary>
    /// <returns>False when it came from elsewhere, so that no provider of this protocol takes it; then nothing is written.</returns>
    public static bool TryWriteItem(Utf8JsonWriter json, ReasoningPart part, RequestTarget target, LossSink losses)
    {
        var isEncrypted = ResponsesSignatures.TrySplit(part.Signature, target.Model.Provider, out var id, out var content);
        var isOpen = isEncrypted && content.Length == 0;
        if ((isEncrypted && !isOpen && !target.Accepts(content)) || (!isEncrypted && !ResponsesExtensions.IsOwn(part.Extensions)) || (isOpen && target.IsOpenAIItself))
        {
            return false;
        }

        json.WriteStartObject();
        json.WriteString("type"u8, "reasoning"u8);
        if (id.Length > 0)
        {
            json.WriteString("id"u8, id);
        }

        if (!ResponsesExtensions.Has(part.Extensions, "summary"))
        {
            json.WriteStartArray("summary"u8);
            if (!part.Text.IsEmpty && !isOpen && !ResponsesExtensions.Has(part.Extensions, "content"))
            {
                WritePiece(json, "summary_text"u8, part.Text);
            }

            json.WriteEndArray();
        }

        if (isOpen)
        {
            json.WriteStartArray("content"u8);
            WritePiece(json, "reasoning_text"u8, part.Text);
            json.WriteEndArray();
        }
        else if (isEncrypted)
        {
            json.WriteString("encrypted_content"u8, content);
        }

        json.WriteExtensions(part.Extensions, Domain.Protocols.WireProtocol.OpenAIResponses, losses, "input.");
        json.WriteEndObject();
        return true;
    }

    // what the gateway added is nothing that the caller can lose
    private static bool IsSaid(ReasoningSettings reasoning) => reasoning != ReasoningSettings.Unspecified;

    private static void WritePiece(Utf8JsonWriter json, ReadOnlySpan<byte> type, JsonText text)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        json.WriteText("text"u8, text);
        json.WriteEndObject();
    }

    /// <summary>Writes the effort. Responses callers may send xhigh and max; from other protocols both become high.</summary>
    private static void WriteAsked(Utf8JsonWriter json, Effort? asked, bool isShown, bool isOwn)
    {
        if (asked is { } effort)
        {
            json.WriteString("effort"u8, effort switch
            {
                Effort.ExtraHigh when isOwn => "xhigh"u8,
                Effort.Max when isOwn => "max"u8,
                _ => OpenAIEffort.Write(effort),
            });
        }

        if (isShown)
        {
            json.WriteString("summary"u8, "auto"u8);
        }
    }
}
