using System.Text.Json;
using System.Text.RegularExpressions;
using RouterMaestro.Testing.Json;

namespace RouterMaestro.Testing.Copilot.Rules;

/// <summary>What Copilot refuses in bodies that OpenAI or Anthropic would take.</summary>
internal static partial class CopilotPayloadRules
{
    private const int MinThinkingBudget = 1024;

    public static CopilotRefusal? ChatViolation(JsonElement body, string model) =>
        IsNewGpt(model) && body.Get("max_tokens") is not null
        ? Unsupported("max_tokens", " Use 'max_completion_tokens' instead.")
        : model.StartsWith("gpt-5", StringComparison.Ordinal) && body.Get("stop") is not null ? Unsupported("stop")
        : BudgetViolation(body, model);

    /// <summary>Finds what is wrong with a Responses request.</summary>
    /// <param name="body">The request.</param>
    /// <param name="model">The model's id.</param>
    /// <param name="refusedTools">The types of tools that the account may not use.</param>
    public static CopilotRefusal? ResponsesViolation(JsonElement body, string model, IReadOnlyList<string> refusedTools) =>
        body.Get("temperature") is not null ? Unsupported("temperature")
        : body.Get("store") is { ValueKind: JsonValueKind.True } ? new("store is not supported", Param: "store")
        : BudgetViolation(body, model) ?? ToolViolation(body, refusedTools);

    /// <summary>Finds what is wrong with a Messages request.</summary>
    /// <param name="body">The request.</param>
    /// <param name="model">The model's id.</param>
    /// <param name="hasEffort">Whether the model reasons by effort.</param>
    /// <param name="hasBudget">Whether the model reasons by budget.</param>
    public static CopilotRefusal? MessagesViolation(JsonElement body, string model, bool hasEffort, bool hasBudget) =>
        body.Get("temperature") is not null && body.Get("top_p") is not null
        ? new("`temperature` and `top_p` cannot both be specified for this model. Please use only one.")
        : body.Get("output_config")?.Get("task_budget") is not null ? new("output_config.task_budget: Extra inputs are not permitted")
        : body.GetItems("tools").Any(t => t.GetText("type")?.StartsWith("web_search_", StringComparison.Ordinal) is true)
        ? new("The use of the web search tool is not supported.")
        : body.Get("thinking") is { } thinking ? ThinkingViolation(body, thinking, model, hasEffort, hasBudget)
        : null;

    /// <summary>Finds betas that are refused.</summary>
    public static CopilotRefusal? BetaViolation(string? betas, IReadOnlyList<string> refused)
    {
        var found = (betas ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(beta => refused.Any(pattern => pattern.EndsWith('*') ? beta.StartsWith(pattern[..^1], StringComparison.Ordinal) : beta == pattern))
            .ToList();
        return found.Count == 0 ? null : new($"unsupported beta header(s): {string.Join(", ", found)}");
    }

    private static CopilotRefusal? ThinkingViolation(JsonElement body, JsonElement thinking, string model, bool hasEffort, bool hasBudget)
    {
        var budget = thinking.Get("budget_tokens") is { ValueKind: JsonValueKind.Number } said ? said.GetDouble() : (double?)null;
        var most = body.Get("max_tokens") is { ValueKind: JsonValueKind.Number } max ? max.GetDouble() : (double?)null;
        return thinking.GetText("type") switch
        {
            "enabled" or "adaptive" when !hasEffort && !hasBudget => new($"thinking is not supported on model {model}"),
            "enabled" when budget is null => new("thinking.enabled.budget_tokens: Field required"),
            "enabled" when budget < MinThinkingBudget => new($"thinking.enabled.budget_tokens: Input should be greater than or equal to {MinThinkingBudget}"),
            "enabled" when budget >= most => new("`max_tokens` must be greater than `thinking.budget_tokens`."),
            "adaptive" when !hasEffort => new($"adaptive thinking is not supported on model {model}"),
            _ => null,
        };
    }

    private static CopilotRefusal? BudgetViolation(JsonElement body, string model) =>
        IsGpt(model) && body.Get("thinking_budget") is not null
        ? new($"thinking_budget was provided, but model {model} does not support it", "invalid_thinking_budget")
        : null;

    private static CopilotRefusal? ToolViolation(JsonElement body, IReadOnlyList<string> refused)
    {
        var tools = body.GetItems("tools").Index().Select(t => ($"tools[{t.Index}]", t.Item)).Concat(
            body.GetItems("input").Index().Where(i => i.Item.GetText("type") == "additional_tools")
                .SelectMany(i => i.Item.GetItems("tools").Index().Select(t => ($"input[{i.Index}].tools[{t.Index}]", t.Item))));
        return tools.Select(t => ToolViolation(t.Item1, t.Item, refused)).FirstOrDefault(v => v is not null);
    }

    private static CopilotRefusal? ToolViolation(string place, JsonElement tool, IReadOnlyList<string> refused)
    {
        var type = tool.GetText("type") ?? "";
        if (refused.Contains(type))
        {
            return new($"The requested tool {type} is not supported.", "unsupported_value");
        }

        return type != "namespace" ? null
            : string.IsNullOrWhiteSpace(tool.GetText("description"))
            ? new($"Invalid '{place}.description': empty string. Expected a string with minimum length 1, but got an empty string instead.", Param: $"{place}.description")
            : !tool.GetItems("tools").Any() ? new($"Invalid '{place}.tools': empty array.", Param: $"{place}.tools")
            : tool.GetItems("tools").Index().Select(t => ToolViolation($"{place}.tools[{t.Index}]", t.Item, refused)).FirstOrDefault(v => v is not null);
    }

    private static CopilotRefusal Unsupported(string name, string more = "") =>
        new($"Unsupported parameter: '{name}' is not supported with this model.{more}", "unsupported_parameter", name);

    private static bool IsGpt(string model) => model.StartsWith("gpt-", StringComparison.Ordinal) || IsO.IsMatch(model);

    private static bool IsNewGpt(string model) => model.StartsWith("gpt-5", StringComparison.Ordinal) || IsO.IsMatch(model);

    [GeneratedRegex(@"^o\d")]
    private static partial Regex IsO { get; }
}
