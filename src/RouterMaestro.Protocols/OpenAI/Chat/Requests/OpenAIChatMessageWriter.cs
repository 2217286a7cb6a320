using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.OpenAI.Chat;

/// <summary>
/// Writes the conversation. The dialect wants the results of tools directly behind the turn that called them, so between two
/// turns of the model they go first, then the media they hold, which tool messages cannot, then everything else in order.
/// </summary>
/// <param name="json">Takes the messages.</param>
/// <param name="target">Whom they are written for.</param>
/// <param name="losses">Takes what the dialect cannot say.</param>
internal readonly struct OpenAIChatTurnWriter(Utf8JsonWriter json, RequestTarget target, LossSink losses)
{
    private readonly OpenAIChatPartWriter _parts = new(json, losses);

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

        if (media.Exists(OpenAIChatPartWriter.CanSay))
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
