using System.Text.Json.Nodes;

namespace RouterMaestro.Testing.Copilot;

/// <content>The catalog.</content>
public sealed partial record CopilotModel
{
    private static readonly string[] _efforts = ["low", "medium", "high"];

    /// <summary>
    /// Gets the models of a new simulator: Chat only (<c>gpt-4o</c>, <c>gpt-4.1</c>, <c>gemini-2.5-pro</c>), Chat and Responses
    /// (<c>gpt-5-mini</c>, <c>gpt-5.4</c>), Responses only (<c>gpt-5.5</c>, <c>gpt-5.3-codex</c>), Chat and Messages
    /// (<c>claude-sonnet-4.6</c>, <c>claude-opus-4.7</c>, and <c>claude-haiku-4.5</c> without effort), one outside of the picker
    /// (<c>gpt-4o-mini</c>), one for embeddings (<c>text-embedding-3-small</c>) and one for completion (<c>gpt-41-copilot</c>). Limits are
    /// those measured on 2026-04-27.
    /// </summary>
    public static IReadOnlyList<CopilotModel> Defaults { get; } =
    [
        new("gpt-4o") { MaxPromptTokens = 64_000, MaxOutputTokens = 4_096 },
        new("gpt-4.1"),
        new("gemini-2.5-pro") { Vendor = "Google", MaxOutputTokens = 64_000, Multiplier = 1, ReasoningEfforts = null },
        new("gpt-5-mini") { Endpoints = [Chat, Responses], ReasoningEfforts = ["minimal", .. _efforts], MaxContextTokens = 264_000, MaxOutputTokens = 64_000 },
        new("gpt-5.4") { Endpoints = [Chat, Responses], ReasoningEfforts = [.. _efforts, "xhigh"], MaxContextTokens = 400_000, MaxPromptTokens = 272_000, MaxOutputTokens = 128_000, Multiplier = 1 },
        new("gpt-5.5") { Endpoints = [Responses], ReasoningEfforts = ["none", .. _efforts, "xhigh"], MaxContextTokens = 400_000, MaxPromptTokens = 272_000, MaxOutputTokens = 128_000, Multiplier = 1 },
        new("gpt-5.3-codex") { Endpoints = [Responses], ReasoningEfforts = [.. _efforts, "xhigh"], MaxContextTokens = 400_000, MaxPromptTokens = 272_000, MaxOutputTokens = 128_000, Multiplier = 1 },
        Claude("claude-sonnet-4.6") with { ReasoningEfforts = _efforts },
        Claude("claude-opus-4.7") with { ReasoningEfforts = [.. _efforts, "max"], Multiplier = 3 },
        Claude("claude-haiku-4.5") with { MaxPromptTokens = 136_000, Multiplier = 0.33 },
        new("gpt-4o-mini") { IsPickerEnabled = false, HasVision = false, MaxPromptTokens = 12_000, MaxOutputTokens = 4_096 },
        new("text-embedding-3-small") { Type = "embeddings", Vendor = "Azure OpenAI", AnnouncesEndpoints = false, IsPickerEnabled = false, HasVision = false },
        new("gpt-41-copilot") { Type = "completion", AnnouncesEndpoints = false, IsPickerEnabled = false, HasVision = false },
    ];

    private bool IsChat => Type == "chat";

    /// <summary>Tells whether the model is served at an endpoint.</summary>
    internal bool IsServedAt(string endpoint) =>
        Type == "embeddings" ? endpoint == Embeddings : IsChat && Endpoints.Contains(endpoint);

    private static CopilotModel Claude(string id) => new(id)
    {
        Vendor = "Anthropic",
        Endpoints = [Chat, Messages],
        HasThinkingBudget = true,
        MaxContextTokens = 200_000,
        MaxPromptTokens = 168_000,
        MaxOutputTokens = 32_000,
        Multiplier = 1,
    };

    private JsonObject Entry()
    {
        var entry = new JsonObject
        {
            ["billing"] = new JsonObject { ["is_premium"] = Multiplier > 0, ["multiplier"] = Multiplier },
            ["capabilities"] = Capabilities(),
            ["id"] = Id,
            ["is_chat_default"] = false,
            ["model_picker_enabled"] = IsPickerEnabled,
            ["name"] = Id,
            ["object"] = "model",
            ["policy"] = new JsonObject { ["state"] = IsPolicyEnabled ? "enabled" : "disabled" },
            ["preview"] = false,
            ["vendor"] = Vendor,
            ["version"] = Id,
        };
        if (AnnouncesEndpoints)
        {
            entry["supported_endpoints"] = Strings(Endpoints);
        }

        return entry;
    }

    private JsonObject Capabilities()
    {
        var supports = new JsonObject { ["streaming"] = IsChat, ["tool_calls"] = IsChat, ["parallel_tool_calls"] = IsChat, ["structured_outputs"] = IsChat, ["vision"] = HasVision };
        if (HasThinkingBudget)
        {
            (supports["thinking"], supports["min_thinking_budget"], supports["max_thinking_budget"]) = (true, 1024, 32_000);
        }

        if (ReasoningEfforts is { Count: > 0 } efforts)
        {
            supports["reasoning_effort"] = Strings(efforts);
        }

        return new JsonObject
        {
            ["family"] = Id,
            ["limits"] = new JsonObject
            {
                ["max_context_window_tokens"] = MaxContextTokens,
                ["max_output_tokens"] = MaxOutputTokens,
                ["max_prompt_tokens"] = MaxPromptTokens,
            },
            ["object"] = "model_capabilities",
            ["supports"] = supports,
            ["tokenizer"] = "o200k_base",
            ["type"] = Type,
        };
    }

    private static JsonArray Strings(IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];
}
