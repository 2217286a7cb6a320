using System.Text;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Chat;

/// <summary>Writes a turn of the model: its text, its refusal, its calls. Reasoning goes back only to the server that it came from.</summary>
internal static class OpenAIChatAssistantWriter
{
    public static void Write(Utf8JsonWriter json, Message message, RequestTarget target, LossSink losses)
    {
        var turn = Sort(message, target, new(json, losses));
        json.WriteStartObject();
        json.WriteString("role"u8, "assistant"u8);
        if (message.Name is { } name)
        {
            json.WriteString("name"u8, name);
        }

        if (turn.Reasonings.Exists(t => t.Shape == OpenAIChatShape.Blocks))
        {
            WriteBlocks(json, turn);
        }
        else if (turn.Said.Count == 0 && turn.Calls.Count > 0)
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

        WriteReasoning(json, turn.Reasonings);
        WriteCalls(json, turn.Calls, losses);
        json.WriteExtensions(WithoutForeign(message.Extensions, target, losses), losses, "messages.");
        json.WriteEndObject();
    }

    /// <summary>Takes away what another server sealed.</summary>
    private static Extensions WithoutForeign(Extensions extensions, RequestTarget target, LossSink losses)
    {
        var foreign = extensions.Fields.Where(f => target.Signatures?.Allows(OpenAIChatDetails.Alone(f), WireProtocol.OpenAIChat) is false).ToList();
        foreign.ForEach(f => losses.Add($"messages.{f.Name}"));
        return foreign.Count == 0 ? extensions : extensions with { Fields = extensions.Fields.Except(foreign).ToEquatableArray() };
    }

    private static Turn Sort(Message message, RequestTarget target, OpenAIChatPartWriter writer)
    {
        var turn = new Turn([], [], [], []);
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
                case ReasoningPart reasoning when OpenAIChatShape.For(reasoning.Signature, target) is { } shape:
                    turn.Reasonings.Add(new(shape, reasoning.Text));
                    break;
                default:
                    writer.Lose(part);
                    break;
            }
        }

        return turn;
    }

    private static void WriteBlocks(Utf8JsonWriter json, Turn turn)
    {
        json.WriteStartArray("content"u8);
        foreach (var thought in turn.Reasonings.Where(t => t.Shape == OpenAIChatShape.Blocks))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "thinking"u8);
            json.WriteStartArray("thinking"u8);
            WriteText(json, thought.Text);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        foreach (var text in turn.Said.OfType<TextPart>())
        {
            WriteText(json, text.Text);
        }

        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, JsonText text)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "text"u8);
        json.WriteText("text"u8, text);
        json.WriteEndObject();
    }

    private static void WriteReasoning(Utf8JsonWriter json, List<Reasoning> reasonings)
    {
        foreach (var told in reasonings.Where(t => t.Shape != OpenAIChatShape.Blocks && !OpenAIChatShape.IsDetails(t.Shape)).GroupBy(t => t.Shape))
        {
            json.WriteText(Encoding.ASCII.GetBytes(told.Key), JsonTexts.Concat([.. told.Select(t => t.Text)]));
        }

        var details = reasonings.Where(t => OpenAIChatShape.IsDetails(t.Shape)).ToList();
        if (details.Count > 0)
        {
            json.WriteStartArray("reasoning_details"u8);
            foreach (var detail in details)
            {
                using var document = JsonBody.Parse(Encoding.UTF8.GetBytes(detail.Shape));
                foreach (var element in document.Root.Elements())
                {
                    element.WriteTo(json);
                }
            }

            json.WriteEndArray();
        }
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
            OpenAIChatCallWriter.Write(json, call, call.Alias is not null && OpenAIChatExtensions.IsOwn(call.Extensions), losses);
        }

        json.WriteEndArray();
    }

    private readonly record struct Reasoning(string Shape, JsonText Text);

    private readonly record struct Turn(List<ContentPart> Said, List<JsonText> Refusals, List<Reasoning> Reasonings, List<ToolCallPart> Calls);
}
