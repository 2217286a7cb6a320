using System.Text;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Chat.Wire;

namespace RouterMaestro.Protocols.OpenAI.Chat.Requests;

/// <summary>
/// Writes the conversation. The dialect wants the results of tools directly behind the turn that called them, so between two
/// turns of the model they go first, then the media they hold, which tool messages cannot, then everything else in order.
/// </summary>
/// <param name="json">Takes the messages.</param>
/// <param name="target">Whom they are written for.</param>
/// <param name="losses">Takes what the dialect cannot say.</param>
internal readonly struct OpenAIChatMessageWriter(Utf8JsonWriter json, RequestTarget target, LossSink losses)
{
    private readonly OpenAIChatContentWriter _parts = new(json, losses);

    public void Write(EquatableArray<Message> messages)
    {
        json.WriteStartArray("messages"u8);
        var span = messages.AsSpan();
        for (var at = 0; at < span.Length;)
        {
            if (span[at].Role == Role.Assistant)
            {
                OpenAIChatAssistantWriter.Write(json, span[at++], target, losses);
                continue;
            }

            var end = at;
            while (end < span.Length && span[end].Role != Role.Assistant)
            {
                end++;
            }

            WriteBetween(span[at..end]);
            at = end;
        }

        json.WriteEndArray();
    }

    private void WriteBetween(ReadOnlySpan<Message> messages)
    {
        var hasResults = false;
        foreach (var message in messages)
        {
            foreach (var part in message.Parts)
            {
                if (part is ToolResultPart result)
                {
                    WriteResult(result);
                    hasResults = true;
                }
            }
        }

        if (hasResults)
        {
            WriteMediaOfResults(messages);
        }

        foreach (var message in messages)
        {
            WriteRest(message);
        }
    }

    private void WriteResult(ToolResultPart result)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, "tool"u8);
        json.WriteString("tool_call_id"u8, result.CallId);
        _parts.WriteContent(Select(result.Content, IsText), result.IsError);
        _parts.Note(result);
        json.WriteExtensions(result.Extensions, losses, "messages.");
        json.WriteEndObject();
    }

    private void WriteMediaOfResults(ReadOnlySpan<Message> messages)
    {
        List<ContentPart> media = [];
        foreach (var message in messages)
        {
            foreach (var part in message.Parts)
            {
                if (part is ToolResultPart result)
                {
                    media.AddRange(Select(result.Content, static p => !IsText(p)));
                }
            }
        }

        if (media.Exists(OpenAIChatContentWriter.CanSay))
        {
            WriteMessage("user"u8, null, media);
        }
        else
        {
            media.ForEach(_parts.Lose);
        }
    }

    private void WriteRest(Message message)
    {
        var rest = Select(message.Parts, static p => p is not ToolResultPart);
        if (rest.Count > 0 || message.Parts.IsEmpty)
        {
            WriteMessage(RoleOf(message.Role), message, rest);
        }
    }

    private void WriteMessage(ReadOnlySpan<byte> role, Message? message, IReadOnlyList<ContentPart> parts)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, role);
        if (message?.Name is { } name)
        {
            json.WriteString("name"u8, name);
        }

        _parts.WriteContent(parts);
        json.WriteExtensions(message?.Extensions ?? Extensions.None, losses, "messages.");
        json.WriteEndObject();
    }

    private ReadOnlySpan<byte> RoleOf(Role role) => role switch
    {
        Role.User => "user"u8,
        Role.Developer when target.IsOpenAIItself => "developer"u8,
        _ => "system"u8,
    };

    private static List<ContentPart> Select(EquatableArray<ContentPart> parts, Func<ContentPart, bool> isWanted)
    {
        var wanted = new List<ContentPart>(parts.Count);
        foreach (var part in parts)
        {
            if (isWanted(part))
            {
                wanted.Add(part);
            }
        }

        return wanted;
    }

    private static bool IsText(ContentPart part) =>
        part is TextPart or RefusalPart or DocumentPart { Source: MediaSource.Text };
}

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

        if (turn.Reasonings.Exists(t => t.Shape == OpenAIChatReasoningShapes.Blocks))
        {
            WriteBlocks(json, turn);
        }
        else if (turn.Said.Count == 0 && turn.Calls.Count > 0)
        {
            json.WriteNull("content"u8);
        }
        else
        {
            new OpenAIChatContentWriter(json, losses).WriteContent(turn.Said);
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
        var foreign = extensions.Fields.Where(f => target.Signatures?.Allows(OpenAIChatReasoningDetails.Alone(f), WireProtocol.OpenAIChat) is false).ToList();
        foreign.ForEach(f => losses.Add($"messages.{f.Name}"));
        return foreign.Count == 0 ? extensions : extensions with { Fields = extensions.Fields.Except(foreign).ToEquatableArray() };
    }

    private static Turn Sort(Message message, RequestTarget target, OpenAIChatContentWriter writer)
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
                case ReasoningPart reasoning when OpenAIChatReasoningShapes.For(reasoning.Signature, target) is { } shape:
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
        foreach (var thought in turn.Reasonings.Where(t => t.Shape == OpenAIChatReasoningShapes.Blocks))
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
        foreach (var told in reasonings.Where(t => t.Shape != OpenAIChatReasoningShapes.Blocks && !OpenAIChatReasoningShapes.IsDetails(t.Shape)).GroupBy(t => t.Shape))
        {
            json.WriteText(Encoding.ASCII.GetBytes(told.Key), JsonTexts.Concat([.. told.Select(t => t.Text)]));
        }

        var details = reasonings.Where(t => OpenAIChatReasoningShapes.IsDetails(t.Shape)).ToList();
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
