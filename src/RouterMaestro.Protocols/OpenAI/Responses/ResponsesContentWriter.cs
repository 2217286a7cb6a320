using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>Writes what a message or the result of a tool says.</summary>
/// <param name="json">Takes the content.</param>
/// <param name="losses">Takes what the dialect cannot say.</param>
internal sealed class ResponsesContentWriter(Utf8JsonWriter json, LossSink losses)
{
    private static readonly JsonText _errorMark = "Error: ";

    /// <summary>Writes a content: one text as a string, which every server understands, anything else as an array.</summary>
    /// <param name="parts">What is said.</param>
    /// <param name="isResponse">Whether the model said it.</param>
    /// <param name="isError">Whether it is the answer of a tool that failed, which the dialect has no field for.</param>
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

    /// <summary>Reports what a part says besides its content and the dialect cannot say.</summary>
    public void Note(ContentPart part)
    {
        if (part.Cache is not null)
        {
            losses.Add("cache_control");
        }
    }

    private static bool HasOwnFields(ContentPart part) => ResponsesExtensions.IsOwn(part.Extensions) && !FieldsOf(part).IsEmpty;

    /// <summary>Gets the leftovers of the part itself, without those of its message.</summary>
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
