using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Anthropic.Wire;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.Signatures;

namespace RouterMaestro.Protocols.Anthropic.Responses;

/// <summary>Writes a buffered response.</summary>
internal static class AnthropicResponseWriter
{
    public static void Write(Utf8JsonWriter json, ChatResponse response, ResponseOptions options, LossSink losses)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, AnthropicIds.Message(options.Identity));
        json.WriteString("type"u8, "message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("model"u8, options.Identity.Model);
        json.WriteStartArray("content"u8);
        if (options is { HidesReasoning: true, ShowReasoning: true } && response.Parts is [not (ReasoningPart or RedactedReasoningPart), ..])
        {
            WritePart(json, AnthropicBlocks.HiddenReasoning, options, losses);
        }

        foreach (var part in response.Parts)
        {
            WritePart(json, part, options, losses);
        }

        json.WriteEndArray();
        json.WriteString("stop_reason"u8, AnthropicFinishReasons.Write(response.Finish, response.StopSequence, response.Parts.Any(p => p is ToolCallPart)));
        json.WriteString("stop_sequence"u8, response.StopSequence);
        WriteNullUnless(json, response.Extensions, "stop_details");
        WriteNullUnless(json, response.Extensions, "container");
        WriteNullUnless(json, response.Extensions, "context_management");
        AnthropicUsageWriter.Write(json, response.Usage ?? TokenUsage.Zero);
        json.WriteExtensions(response.Extensions, WireProtocol.AnthropicMessages, losses);
        json.WriteEndObject();
    }

    private static void WritePart(Utf8JsonWriter json, ContentPart part, ResponseOptions options, LossSink losses)
    {
        switch (part)
        {
            case ReasoningPart or RedactedReasoningPart when !options.ShowReasoning:
                return;
            case TextPart text:
                WriteText(json, text.Text, part, losses);
                break;
            case RefusalPart refusal:
                WriteText(json, refusal.Text, part, losses);
                break;
            case ReasoningPart reasoning:
                AnthropicBlocks.StartBlock(json, "thinking"u8);
                json.WriteText("thinking"u8, reasoning.Text);
                json.WriteString("signature"u8, ReasoningSignature.Signed(reasoning.Signature, options.Identity.Model));
                EndBlock(json, part, losses);
                break;
            case RedactedReasoningPart redacted:
                AnthropicBlocks.StartBlock(json, "redacted_thinking"u8);
                json.WriteText("data"u8, redacted.Data);
                EndBlock(json, part, losses);
                break;
            case ToolCallPart call:
                AnthropicBlocks.StartCall(json, AnthropicIds.Call(call.Id), call, losses, isResponse: true);
                WriteCaller(json, call);
                EndBlock(json, part, losses);
                break;
            default:
                losses.Add($"content.{AnthropicBlocks.NameOf(part)}");
                break;
        }
    }

    private static void WriteText(Utf8JsonWriter json, JsonText text, ContentPart part, LossSink losses)
    {
        AnthropicBlocks.StartBlock(json, "text"u8);
        json.WriteText("text"u8, text);
        WriteCitations(json, part);
        EndBlock(json, part, losses);
    }

    /// <summary>
    /// Writes an empty list of citations. The published schema also allows null, which @ai-sdk/anthropic 2.0 and 3.0 refuse
    /// ("expected array, received null", coder/xum#858).
    /// </summary>
    private static void WriteCitations(Utf8JsonWriter json, ContentPart part)
    {
        if (!HasOwn(part.Extensions, "citations"))
        {
            json.WriteStartArray("citations"u8);
            json.WriteEndArray();
        }
    }

    private static void WriteCaller(Utf8JsonWriter json, ToolCallPart call)
    {
        if (!HasOwn(call.Extensions, "caller"))
        {
            json.WriteStartObject("caller"u8);
            json.WriteString("type"u8, "direct"u8);
            json.WriteEndObject();
        }
    }

    /// <summary>Writes a member that the protocol requires, unless it is among the extensions, which follow.</summary>
    private static void WriteNullUnless(Utf8JsonWriter json, Extensions extensions, string name)
    {
        if (!HasOwn(extensions, name))
        {
            json.WriteNull(name);
        }
    }

    private static bool HasOwn(Extensions extensions, string name) =>
        extensions.Protocol == WireProtocol.AnthropicMessages && extensions.Fields.Any(f => f.Name == name);

    private static void EndBlock(Utf8JsonWriter json, ContentPart part, LossSink losses)
    {
        json.WriteExtensions(part.Extensions, WireProtocol.AnthropicMessages, losses, "content.");
        json.WriteEndObject();
    }
}
