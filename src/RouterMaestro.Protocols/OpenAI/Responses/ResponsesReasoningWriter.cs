using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Shared;

namespace RouterMaestro.Protocols.OpenAI.Responses;

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

    /// <summary>Writes the members of an item, which goes back as it came.</summary>
    /// <returns>False when it came from elsewhere, so that no provider of this dialect takes it; then nothing is written.</returns>
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

    /// <summary>Who speaks this dialect knows what the model takes; for others what lies above the common tiers is the highest of them.</summary>
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
