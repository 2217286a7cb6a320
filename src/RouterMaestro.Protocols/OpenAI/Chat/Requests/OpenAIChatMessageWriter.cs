using System.Text;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Abstractions.Servers;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Chat.Wire;
using RouterMaestro.Protocols.OpenAI.Shared;
using RouterMaestro.Protocols.Signatures;

namespace RouterMaestro.Protocols.OpenAI.Chat.Requests;

/// <summary>
/// Writes <c>messages</c>. Chat providers require tool results directly after the assistant message with the calls. So the messages
/// between two assistant messages are written in this order: tool results, the media of these results, which tool messages cannot
/// carry, and all other parts.
/// </summary>
/// <param name="json">The writer, inside the request.</param>
/// <param name="target">The provider and model.</param>
/// <param name="losses">Receives the parts that the protocol cannot carry.</param>
internal readonly struct OpenAIChatMessageWriter(Utf8JsonWriter json, RequestTarget target, LossSink losses)
{
    private readonly OpenAIChatContentWriter _parts = new(json, losses, target.Server.Content);

    public void Write(EquatableArray<Message> messages)
    {
        json.WriteStartArray("messages"u8);
        var span = messages.AsSpan();
        for (var index = 0; index < span.Length;)
        {
            if (span[index].Role == Role.Assistant)
            {
                OpenAIChatAssistantWriter.Write(json, span[index++], target, losses);
                continue;
            }

            var end = index;
            while (end < span.Length && span[end].Role != Role.Assistant)
            {
                end++;
            }

            WriteUntilAssistant(span[index..end]);
            index = end;
        }

        json.WriteEndArray();
    }

    private void WriteUntilAssistant(ReadOnlySpan<Message> messages)
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

        var media = hasResults ? MediaOf(messages) : [];
        if (media.Count > 0 && target.Server.SystemFirst && messages is [{ Name: null, Extensions.IsEmpty: true } only])
        {
            // two messages of the user in a row are none that alternate
            WriteMessage("user"u8, only, [.. media, .. Select(only.Parts, static p => p is not ToolResultPart)]);
            return;
        }

        if (media.Count > 0)
        {
            WriteMessage("user"u8, null, media);
        }

        foreach (var message in messages)
        {
            WriteOtherParts(message);
        }
    }

    private void WriteResult(ToolResultPart result)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, "tool"u8);
        json.WriteString("tool_call_id"u8, OpenAICallIds.Limit(result.CallId, OpenAICallIds.MaxInChat));
        _parts.WriteContent(Select(result.Content, IsText), result.IsError);
        _parts.ReportCache(result);
        json.WriteExtensions(result.Extensions, losses, "messages.");
        json.WriteEndObject();
    }

    /// <summary>Gets the images and files of results, which tool messages cannot carry. What the server takes nowhere is reported.</summary>
    private List<ContentPart> MediaOf(ReadOnlySpan<Message> messages)
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

        if (media.Exists(_parts.IsTaken))
        {
            return media;
        }

        media.ForEach(_parts.ReportUnsupported);
        return [];
    }

    private void WriteOtherParts(Message message)
    {
        var others = Select(message.Parts, static p => p is not ToolResultPart);
        if (others.Count > 0 || message.Parts.IsEmpty)
        {
            WriteMessage(GetRole(message.Role), message, others);
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

    private ReadOnlySpan<byte> GetRole(Role role) => role switch
    {
        Role.User => "user"u8,
        Role.Developer when target.Server.TakesDeveloperRole => "developer"u8,
        _ => "system"u8,
    };

    private static List<ContentPart> Select(EquatableArray<ContentPart> parts, Func<ContentPart, bool> isSelected)
    {
        var selected = new List<ContentPart>(parts.Count);
        foreach (var part in parts)
        {
            if (isSelected(part))
            {
                selected.Add(part);
            }
        }

        return selected;
    }

    private static bool IsText(ContentPart part) =>
        part is TextPart or RefusalPart or DocumentPart { Source: MediaSource.Text };
}

/// <summary>Writes an assistant message. Reasoning returns only to the provider that it came from.</summary>
internal static class OpenAIChatAssistantWriter
{
    public static void Write(Utf8JsonWriter json, Message message, RequestTarget target, LossSink losses)
    {
        var turn = SortParts(message, target, new(json, losses, target.Server.Content));
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
        else if (turn.Content.Count == 0 && turn.Calls.Count > 0)
        {
            // OpenAI allows null only beside tool calls; templates concatenate it
            WriteNoContent(json, target.Server);
        }
        else
        {
            new OpenAIChatContentWriter(json, losses, target.Server.Content).WriteContent(turn.Content);
        }

        if (turn.RefusalTexts.Count > 0)
        {
            json.WriteText("refusal"u8, JsonTexts.Concat([.. turn.RefusalTexts]));
        }

        WriteReasoning(json, turn.Reasonings);
        WriteCalls(json, turn.Calls, target, losses);
        json.WriteExtensions(RemoveForeign(message.Extensions, target, losses), losses, "messages.");
        json.WriteEndObject();
    }

    /// <summary>Removes extensions with signatures of another provider, which the provider would refuse.</summary>
    private static Extensions RemoveForeign(Extensions extensions, RequestTarget target, LossSink losses)
    {
        var foreign = extensions.Fields.Where(f => target.Signatures?.Allows(OpenAIChatReasoningDetails.ToObject(f), WireProtocol.OpenAIChat) is false).ToList();
        foreign.ForEach(f => losses.Add($"messages.{f.Name}"));
        return foreign.Count == 0 ? extensions : extensions with { Fields = extensions.Fields.Except(foreign).ToEquatableArray() };
    }

    private static Turn SortParts(Message message, RequestTarget target, OpenAIChatContentWriter writer)
    {
        var turn = new Turn([], [], [], []);
        Queue<string>? signatures = null;
        foreach (var part in message.Parts)
        {
            switch (part)
            {
                case TextPart:
                    turn.Content.Add(part);
                    break;
                case RefusalPart refusal:
                    turn.RefusalTexts.Add(refusal.Text);
                    break;
                case ToolCallPart call:
                    writer.ReportCache(call);
                    string? received = null;
                    signatures?.TryDequeue(out received);
                    turn.Calls.Add(new(call, OpenAIChatCallSignatures.Find(call, received, isFirst: turn.Calls.Count == 0, target)));
                    break;
                case ReasoningPart reasoning when OpenAIChatReasoningShapes.Find(reasoning.Signature, target) is { } shape:
                    if (CallSignature.IsShape(shape))
                    {
                        (signatures ??= new()).Enqueue(CallSignature.MembersOf(shape));
                        break;
                    }

                    turn.Reasonings.Add(new(shape, reasoning.Text));
                    break;
                default:
                    writer.ReportUnsupported(part);
                    break;
            }
        }

        return turn;
    }

    private static void WriteNoContent(Utf8JsonWriter json, ServerFacts server)
    {
        if (server.TakesNullContent)
        {
            json.WriteNull("content"u8);
        }
        else
        {
            json.WriteString("content"u8, ""u8);
        }
    }

    private static void WriteBlocks(Utf8JsonWriter json, Turn turn)
    {
        json.WriteStartArray("content"u8);
        foreach (var block in turn.Reasonings.Where(t => t.Shape == OpenAIChatReasoningShapes.Blocks))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "thinking"u8);
            json.WriteStartArray("thinking"u8);
            WriteText(json, block.Text);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        foreach (var text in turn.Content.OfType<TextPart>())
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
        foreach (var group in reasonings.Where(t => t.Shape != OpenAIChatReasoningShapes.Blocks && !OpenAIChatReasoningShapes.IsDetails(t.Shape)).GroupBy(t => t.Shape))
        {
            var (member, name, proof) = OpenAIChatReasoningShapes.Part(group.Key);
            json.WriteText(Encoding.ASCII.GetBytes(member), JsonTexts.Concat([.. group.Select(t => t.Text)]));
            if (name is not null)
            {
                json.WriteString(name, proof);
            }
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

    private static void WriteCalls(Utf8JsonWriter json, List<Call> calls, RequestTarget target, LossSink losses)
    {
        if (calls.Count == 0)
        {
            return;
        }

        json.WriteStartArray("tool_calls"u8);
        foreach (var (call, signature) in calls)
        {
            var isCustom = call.Alias is not null && OpenAIChatExtensions.IsOwn(call.Extensions);
            OpenAIChatCallWriter.Write(json, OpenAIChatCallSignatures.WithoutForeign(WithFittingId(call), target, losses), isCustom, losses, signature);
        }

        json.WriteEndArray();
    }

    private static ToolCallPart WithFittingId(ToolCallPart call) =>
        call.Id.Length > OpenAICallIds.MaxInChat ? call with { Id = OpenAICallIds.Limit(call.Id, OpenAICallIds.MaxInChat) } : call;

    private readonly record struct Reasoning(string Shape, JsonText Text);

    private readonly record struct Call(ToolCallPart Part, string? Signature);

    private readonly record struct Turn(List<ContentPart> Content, List<JsonText> RefusalTexts, List<Reasoning> Reasonings, List<Call> Calls);
}
