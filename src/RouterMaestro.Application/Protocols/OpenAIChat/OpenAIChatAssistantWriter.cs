using System.Text.Json;
using RouterMaestro.Application.Protocols.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Application.Protocols.OpenAIChat;

/// <summary>Writes a turn of the model: its text, its refusal, its calls. Reasoning does not go back in this dialect.</summary>
internal static class OpenAIChatAssistantWriter
{
    public static void Write(Utf8JsonWriter json, Message message, LossSink losses)
    {
        var turn = Sort(message, new(json, losses));
        json.WriteStartObject();
        json.WriteString("role"u8, "assistant"u8);
        if (message.Name is { } name)
        {
            json.WriteString("name"u8, name);
        }

        if (turn.Said.Count == 0 && turn.Calls.Count > 0)
        {
            json.WriteNull("content"u8);
        }
        else
        {
            new OpenAIChatPartWriter(json, losses).WriteContent(turn.Said);
        }

        if (turn.Refusals.Count > 0)
        {
            json.WriteText("refusal"u8, JsonTexts.Concat([.. turn.Refusals]));
        }

        WriteCalls(json, turn.Calls, losses);
        json.WriteExtensions(message.Extensions, losses, "messages.");
        json.WriteEndObject();
    }

    private static Turn Sort(Message message, OpenAIChatPartWriter writer)
    {
        var turn = new Turn([], [], []);
        foreach (var part in message.Parts)
        {
            switch (part)
            {
                case TextPart:
                    turn.Said.Add(part);
                    break;
                case RefusalPart refusal:
                    turn.Refusals.Add(refusal.Text);
                    break;
                case ToolCallPart call:
                    writer.Note(call);
                    turn.Calls.Add(call);
                    break;
                default:
                    writer.Lose(part);
                    break;
            }
        }

        return turn;
    }

    private static void WriteCalls(Utf8JsonWriter json, List<ToolCallPart> calls, LossSink losses)
    {
        if (calls.Count == 0)
        {
            return;
        }

        json.WriteStartArray("tool_calls"u8);
        foreach (var call in calls)
        {
            OpenAIChatCallWriter.Write(json, call, losses);
        }

        json.WriteEndArray();
    }

    private readonly record struct Turn(List<ContentPart> Said, List<JsonText> Refusals, List<ToolCallPart> Calls);
}
