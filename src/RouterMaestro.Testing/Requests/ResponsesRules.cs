using System.Text.Json;
using RouterMaestro.Testing.Json;

namespace RouterMaestro.Testing.Requests;

/// <summary>What OpenAI refuses in a Responses request.</summary>
internal static class ResponsesRules
{
    private const int MinTokens = 16;

    public static (string? Param, string Message)? Violation(JsonElement body)
    {
        var isKept = body.Get("previous_response_id") is not null || body.Get("conversation") is not null;
        return body.GetText("model") is null or "" && body.Get("prompt") is null ? Missing("model")
            : body.Get("input") is not { } input ? isKept || body.Get("prompt") is not null ? null : Missing("input")
            : body.Get("max_output_tokens") is { } most && !(most.ValueKind == JsonValueKind.Number && most.GetDouble() >= MinTokens)
            ? ("max_output_tokens", $"Invalid 'max_output_tokens': integer below minimum value. Expected a value >= {MinTokens}, but got {most} instead.")
            : OfTools(body) ?? (input.ValueKind == JsonValueKind.Array ? OfItems([.. input.EnumerateArray()], isKept) : null);
    }

    private static (string? Param, string Message) Missing(string name) => (name, $"Missing required parameter: '{name}'.");

    private static (string? Param, string Message)? OfTools(JsonElement body)
    {
        foreach (var (i, tool) in body.GetItems("tools").Index())
        {
            var type = tool.GetText("type");
            if (type is null || (type is "function" or "custom" or "namespace" && tool.GetText("name") is null or ""))
            {
                return Missing($"tools[{i}].{(type is null ? "type" : "name")}");
            }
        }

        return null;
    }

    private static (string? Param, string Message)? OfItems(List<JsonElement> items, bool isKept)
    {
        foreach (var (i, item) in items.Index())
        {
            if ((item.GetText("role") is { } role ? OfMessage(i, item, role) : null) is { } violation)
            {
                return violation;
            }
        }

        var calls = Ids(items, "function_call", "custom_tool_call");
        var results = Ids(items, "function_call_output", "custom_tool_call_output");
        var lone = items.Index().FirstOrDefault(i => i.Item.GetText("type") == "reasoning" && !IsFollowed(items, i.Index)).Item;
        return calls.Except(results).FirstOrDefault() is { } open ? ("input", $"No tool output found for function call {open}.")
            : !isKept && results.Except(calls).FirstOrDefault() is { } stray ? ("input", $"No tool call found for function call output with call_id {stray}.")
            : lone.ValueKind != JsonValueKind.Undefined
            ? ("input", $"Item '{lone.GetText("id")}' of type 'reasoning' was provided without its required following item.")
            : null;
    }

    // what the model thought belongs to what it did then, unless it never came to that
    private static bool IsFollowed(List<JsonElement> items, int index) => index + 1 == items.Count || IsOfModel(items[index + 1]);

    private static bool IsOfModel(JsonElement item) =>
        (item.GetText("role") ?? "assistant") == "assistant"
        && item.GetText("type")?.EndsWith("_output", StringComparison.Ordinal) is not true;

    private static (string? Param, string Message)? OfMessage(int index, JsonElement item, string role)
    {
        if (role is not ("system" or "developer" or "user" or "assistant"))
        {
            return ($"input[{index}].role", $"Invalid value: '{role}'. Supported values are: 'assistant', 'system', 'developer', and 'user'.");
        }

        var known = role == "assistant"
            ? new[] { "output_text", "refusal" }
            : ["input_text", "input_image", "input_file", "input_audio"];
        return item.GetItems("content").Index().Where(part => !known.Contains(part.Item.GetText("type")))
            .Select(part => ((string?, string)?)(
                $"input[{index}].content[{part.Index}]",
                $"Invalid value: '{part.Item.GetText("type")}'. Supported values are: {string.Join(", ", known.Select(name => $"'{name}'"))}."))
            .FirstOrDefault();
    }

    private static List<string> Ids(IEnumerable<JsonElement> items, params string[] types) =>
        [.. items.Where(i => types.Contains(i.GetText("type"))).Select(i => i.GetText("call_id") ?? "")];
}
