using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Shared;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>Writes the system prompt and the messages.</summary>
internal sealed class AnthropicMessageWriter(Utf8JsonWriter json, LossSink losses)
{
    public void Write(AnthropicConversation conversation)
    {
        if (conversation.System.Count > 0)
        {
            json.WritePropertyName("system"u8);
            WriteContent(conversation.System);
        }

        json.WriteStartArray("messages"u8);
        foreach (var turn in conversation.Turns)
        {
            json.WriteStartObject();
            json.WriteString("role"u8, turn.Role == Role.User ? "user"u8 : "assistant"u8);
            json.WritePropertyName("content"u8);
            WriteContent(turn.Parts);
            if (turn.Extensions.Protocol == WireProtocol.AnthropicMessages)
            {
                json.WriteExtensions(turn.Extensions, WireProtocol.AnthropicMessages, losses);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes blocks, or a string where there is nothing but one plain text.</summary>
    private void WriteContent(IReadOnlyList<ContentPart> parts)
    {
        if (parts is [TextPart { Cache: null, Extensions.IsEmpty: true } text])
        {
            json.WriteTextValue(text.Text);
            return;
        }

        json.WriteStartArray();
        foreach (var part in parts)
        {
            WriteBlock(part);
        }

        json.WriteEndArray();
    }

    private void WriteBlock(ContentPart part)
    {
        switch (part)
        {
            case TextPart text:
                WriteText(text.Text);
                break;
            case RefusalPart refusal:
                WriteText(refusal.Text);
                break;
            case ReasoningPart reasoning:
                AnthropicBlocks.StartBlock(json, "thinking"u8);
                json.WriteText("thinking"u8, reasoning.Text);
                json.WriteString("signature"u8, reasoning.Signature);
                break;
            case RedactedReasoningPart redacted:
                AnthropicBlocks.StartBlock(json, "redacted_thinking"u8);
                json.WriteText("data"u8, redacted.Data);
                break;
            case ToolCallPart call:
                AnthropicBlocks.StartCall(json, AnthropicIds.Call(call.Id), call, losses);
                break;
            case ToolResultPart result:
                WriteResult(result);
                break;
            case ImagePart or DocumentPart:
                if (!AnthropicMediaWriter.TryStart(json, part, WriteContent, losses))
                {
                    return;
                }

                break;
        }

        // reasoning must go back as it came
        AnthropicCache.Write(json, part is ReasoningPart or RedactedReasoningPart ? null : part.Cache);
        var rest = part is ToolResultPart ? ImplicitDefaults.WithoutName(part.Extensions) : part.Extensions;
        json.WriteExtensions(rest, WireProtocol.AnthropicMessages, losses, "messages.");
        json.WriteEndObject();
    }

    private void WriteText(JsonText text)
    {
        AnthropicBlocks.StartBlock(json, "text"u8);
        json.WriteText("text"u8, text);
    }

    private void WriteResult(ToolResultPart result)
    {
        AnthropicBlocks.StartBlock(json, "tool_result"u8);
        json.WriteString("tool_use_id"u8, AnthropicIds.Call(result.CallId));
        var content = result.Content.Where(CanStandInResult).ToList();
        if (content.Count > 0)
        {
            json.WritePropertyName("content"u8);
            WriteContent(content);
        }

        if (result.IsError)
        {
            json.WriteBoolean("is_error"u8, true);
        }
    }

    private bool CanStandInResult(ContentPart part)
    {
        switch (part)
        {
            case TextPart text:
                return !JsonBlank.IsBlank(text.Text);
            case ImagePart or DocumentPart when AnthropicMediaWriter.CanSay(part):
                return true;
            default:
                losses.Add($"messages.{AnthropicBlocks.NameOf(part)}");
                return false;
        }
    }
}
