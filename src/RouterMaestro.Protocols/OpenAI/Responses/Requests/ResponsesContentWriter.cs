using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Responses.Wire;
using RouterMaestro.Protocols.OpenAI.Shared;

namespace RouterMaestro.Protocols.OpenAI.Responses.Requests;

/// <summary>Writes the content of a message or of a tool result.</summary>
/// <param name="json">The writer.</param>
/// <param name="losses">Receives what the protocol cannot express.</param>
internal sealed class ResponsesContentWriter(Utf8JsonWriter json, LossSink losses)
{
    private static readonly JsonText _errorMark = "Error: ";

    /// <summary>Writes a content: a single text as a string, anything else as an array.</summary>
    /// <param name="parts">The parts.</param>
    /// <param name="isResponse">Whether the content is of a message of the model.</param>
    /// <param name="isError">Whether the content is the result of a failed tool. The protocol has no member for it, so the text gets a prefix.</param>
    public void Write(IReadOnlyList<ContentPart> parts, bool isResponse, bool isError = false)
    {
        var writable = Writable(parts, isResponse);
        if (writable.Count == 0)
        {
            json.WriteTextValue(isError ? _errorMark : JsonText.Empty);
        }
        else if (writable is [TextPart only] && !HasOwnFields(only))
        {
            json.WriteTextValue(isError ? JsonTexts.Concat(_errorMark, only.Text) : only.Text);
            json.WriteExtensions(FieldsOf(only), WireProtocol.OpenAIResponses, losses, "messages.");
        }
        else
        {
            json.WriteStartArray();
            foreach (var part in writable)
            {
                WritePart(part, isResponse, isError && ReferenceEquals(part, writable[0]));
            }

            json.WriteEndArray();
        }
    }

    /// <summary>Reports the cache breakpoint of a part, which the protocol cannot express.</summary>
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

    private List<ContentPart> Writable(IReadOnlyList<ContentPart> parts, bool isResponse)
    {
        var writable = new List<ContentPart>(parts.Count);
        foreach (var part in parts)
        {
            Note(part);
            if (part is DocumentPart { Source: MediaSource.Text or MediaSource.Blocks } document && !isResponse)
            {
                json.WriteExtensions(document.Extensions, WireProtocol.OpenAIResponses, losses, "messages.");
                writable.AddRange(Writable(ResponsesMediaWriter.AsParts(document), isResponse));
            }
            else if (part is TextPart or RefusalPart || (!isResponse && ResponsesMediaWriter.CanWrite(part)))
            {
                writable.Add(part);
            }
            else
            {
                losses.Add(part is ImagePart ? "messages.image" : part is DocumentPart ? "messages.document" : "messages.content");
            }
        }

        return writable;
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
    // ids of files begin so at OpenAI; an id of another provider is unknown there
    private const string FileIdStart = "file-";

    private static readonly JsonText _scheme = "data:";
    private static readonly JsonText _encoding = ";base64,";

    public static bool CanWrite(ContentPart part) => part switch
    {
        ImagePart image => CanWrite(image.Source),
        DocumentPart document => CanWrite(document.Source),
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

    private static bool CanWrite(MediaSource source) => source switch
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

    /// <summary>Returns the file name of bytes without a title; null for other sources.</summary>
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

/// <summary>Writes the settings of reasoning, and reasoning items that return to the provider that made them.</summary>
internal static class ResponsesReasoningWriter
{
    /// <summary>Writes the settings.</summary>
    /// <returns>True if the response may contain reasoning, so that its encrypted content is requested.</returns>
    public static bool WriteSettings(Utf8JsonWriter json, ChatRequest request, RequestTarget target, LossSink losses)
    {
        var extensions = ResponsesExtensions.Within(request.Extensions, ResponsesExtensions.Reasoning);
        var reasoning = target.Resolve(request.Reasoning);
        var effort = OpenAIEffort.Of(reasoning, target) is { } asked ? target.Fit(asked) : null;
        var isShown = reasoning.Mode is ReasoningMode.Enabled or ReasoningMode.Adaptive && effort != Effort.None;
        var reasons = target.Efforts is { } efforts ? !efforts.IsEmpty : target.IsOpenAIItself ? OpenAIModels.Reasons(target.Model.Id) : !OpenAIModels.IsKnownNotToReason(target.Model.Id);
        var isOwn = ResponsesExtensions.IsOwn(request.Extensions);
        if (target.Efforts is not null ? IsSpecified(request.Reasoning) && effort != OpenAIEffort.Of(reasoning, target)
            : reasons ? OpenAIEffort.Of(request.Reasoning) > Effort.High && !isOwn : IsSpecified(request.Reasoning) && (effort is not null || isShown))
        {
            losses.Add("reasoning_effort");
        }

        var isGiven = reasons && (effort is not null || isShown);
        if (isGiven || extensions.Count > 0)
        {
            json.WriteStartObject("reasoning"u8);
            WriteMembers(json, reasons ? effort : null, reasons && isShown, isOwn || target.Efforts is not null);
            ResponsesExtensions.Write(json, extensions, ResponsesExtensions.Reasoning);
            json.WriteEndObject();
        }

        return (isGiven && isShown) || (target.IsOpenAIItself && reasons) || isOwn;
    }

    /// <summary>Writes a reasoning item with the members that it had.</summary>
    /// <returns>False if the provider would not accept it, because it did not make the reasoning; then nothing is written.</returns>
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

        WriteSummary(json, part, isOpen);

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

    /// <summary>Writes the summary. It is empty if the text is in <c>content</c>; the schema requires the member.</summary>
    private static void WriteSummary(Utf8JsonWriter json, ReasoningPart part, bool isOpen)
    {
        if (ResponsesExtensions.Has(part.Extensions, "summary"))
        {
            return;
        }

        json.WriteStartArray("summary"u8);
        if (!part.Text.IsEmpty && !isOpen && !ResponsesExtensions.Has(part.Extensions, "content"))
        {
            WritePiece(json, "summary_text"u8, part.Text);
        }

        json.WriteEndArray();
    }

    // a setting that the gateway added is no loss for the caller
    private static bool IsSpecified(ReasoningSettings reasoning) => reasoning != ReasoningSettings.Unspecified;

    private static void WritePiece(Utf8JsonWriter json, ReadOnlySpan<byte> type, JsonText text)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        json.WriteText("text"u8, text);
        json.WriteEndObject();
    }

    /// <summary>Writes effort and summary. Efforts above high stay only in a request with extensions of Responses; else they become high.</summary>
    private static void WriteMembers(Utf8JsonWriter json, Effort? effort, bool isShown, bool isOwn)
    {
        if (effort is { } value)
        {
            json.WriteString("effort"u8, value switch
            {
                Effort.ExtraHigh when isOwn => "xhigh"u8,
                Effort.Max when isOwn => "max"u8,
                _ => OpenAIEffort.Write(value),
            });
        }

        if (isShown)
        {
            json.WriteString("summary"u8, "auto"u8);
        }
    }
}
