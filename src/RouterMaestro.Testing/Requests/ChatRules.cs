using System.Text.Json;
using RouterMaestro.Testing.Json;

namespace RouterMaestro.Testing.Requests;

/// <summary>What OpenAI refuses in a Chat request.</summary>
internal static class ChatRules
{
    public static (string? Param, string Message)? Violation(JsonElement body)
    {
        if (body.GetText("model") is null or "")
        {
            return ("model", "you must provide a model parameter");
        }

        var messages = body.GetItems("messages").ToList();
        if (messages.Count == 0)
        {
            return ("messages", "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.");
        }

        if (body.Get("stream_options") is not null && body.Get("stream") is not { ValueKind: JsonValueKind.True })
        {
            return ("stream_options", "The 'stream_options' parameter is only allowed when 'stream' is enabled.");
        }

        return OfMessages(messages);
    }

    private static (string? Param, string Message)? OfMessages(List<JsonElement> messages)
    {
        var open = new HashSet<string>();
        foreach (var (i, message) in messages.Index())
        {
            if (Violation(message, open) is { } text)
            {
                return ($"messages.[{i}].role", text);
            }
        }

        return open.Count == 0 ? null : ("messages", Unanswered(open));
    }

    private static string? Violation(JsonElement message, HashSet<string> open)
    {
        var role = message.GetText("role");
        if (role == "tool")
        {
            return open.Remove(message.GetText("tool_call_id") ?? "")
                ? null
                : "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.";
        }

        if (open.Count > 0)
        {
            return Unanswered(open);
        }

        open.UnionWith(role == "assistant" ? message.GetItems("tool_calls").Select(c => c.GetText("id") ?? "") : []);
        return role is "system" or "developer" or "user" or "assistant" or "function"
            ? null
            : $"Invalid value: '{role}'. Supported values are: 'system', 'assistant', 'user', 'function', 'tool', and 'developer'.";
    }

    private static string Unanswered(IEnumerable<string> ids) =>
        "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. "
        + $"The following tool_call_ids did not have response messages: {string.Join(", ", ids)}";
}
