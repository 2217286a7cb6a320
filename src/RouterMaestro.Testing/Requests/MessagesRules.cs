using System.Text.Json;
using RouterMaestro.Testing.Json;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Requests;

/// <summary>What Anthropic refuses in a Messages request.</summary>
internal static class MessagesRules
{
    public static (string? Param, string Message)? Violation(JsonElement body, SimulatedOperation operation)
    {
        if (body.GetText("model") is null or "")
        {
            return (null, "model: Field required");
        }

        if (operation == SimulatedOperation.Generate && body.Get("max_tokens") is null)
        {
            return (null, "max_tokens: Field required");
        }

        if (body.Get("max_tokens") is { } most && !(most.ValueKind == JsonValueKind.Number && most.GetDouble() >= 1))
        {
            return (null, "max_tokens: Input should be greater than or equal to 1");
        }

        var messages = body.GetItems("messages").ToList();
        return messages.Count == 0 ? (null, "messages: at least one message is required") : OfMessages(messages, Continues(body));
    }

    /// <summary>Tells whether the provider has kept what came before, so that the calls of the first results are not in the request.</summary>
    private static bool Continues(JsonElement body) => body.Get("thread")?.GetText("type") == "continue";

    private static (string? Param, string Message)? OfMessages(List<JsonElement> messages, bool continues)
    {
        IReadOnlyList<string> open = continues ? Ids(messages[0], "tool_result", "tool_use_id") : [];
        foreach (var (i, message) in messages.Index())
        {
            if (Violation(i, message, open) is { } text)
            {
                return (null, text);
            }

            open = Ids(message, "tool_use", "id");
        }

        return null;
    }

    private static string? Violation(int index, JsonElement message, IReadOnlyList<string> open)
    {
        var role = message.GetText("role");
        if (role is not ("user" or "assistant" or "system"))
        {
            return $"messages.{index}.role: Input should be 'user' or 'assistant'";
        }

        var results = Ids(message, "tool_result", "tool_use_id");
        var missing = open.Except(results).ToList();
        return missing.Count > 0
            ? $"messages.{index - 1}: `tool_use` ids were found without `tool_result` blocks immediately after: {string.Join(", ", missing)}. "
                + "Each `tool_use` block must have a corresponding `tool_result` block in the next message."
            : results.Except(open).FirstOrDefault() is { } stray
            ? $"messages.{index}.content: unexpected `tool_use_id` found in `tool_result` blocks: {stray}. "
                + "Each `tool_result` block must have a corresponding `tool_use` block in the previous message."
            : message.GetItems("content").Any(b => b.GetText("type") == "text" && b.GetText("text") is null or "")
            ? "messages: text content blocks must be non-empty"
            : null;
    }

    private static List<string> Ids(JsonElement message, string type, string field) =>
        [.. message.GetItems("content").Where(b => b.GetText("type") == type).Select(b => b.GetText(field) ?? "")];
}
