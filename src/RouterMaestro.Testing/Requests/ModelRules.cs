using System.Text.Json;
using System.Text.RegularExpressions;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Testing.Json;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Requests;

/// <summary>
/// What single models of OpenAI and Anthropic refuse, by their names. The rules are written apart from the product's own table of facts, so that the one checks
/// the other.
/// </summary>
internal static partial class ModelRules
{
    private const int SmallestBudget = 1024;

    private static readonly string[] _ofClaude = ["temperature", "top_p", "top_k"];
    private static readonly string[] _ofOpenAI = ["temperature", "top_p"];

    public static (int Status, string? Param, string Message)? Violation(JsonElement body, WireProtocol protocol, SimulatedServer server)
    {
        var model = body.GetText("model") ?? "";
        return protocol == WireProtocol.AnthropicMessages ? OfClaude(body, model)
            : server != SimulatedServer.OpenAI ? null
            : protocol == WireProtocol.OpenAIResponses ? OfReasoning(body, model, body.Get("reasoning")?.GetText("effort"))
            : OfChat(body, model) ?? OfReasoning(body, model, body.GetText("reasoning_effort"));
    }

    private static (int Status, string? Param, string Message)? OfClaude(JsonElement body, string model)
    {
        if (NoSampling.IsMatch(model) && Array.Find(_ofClaude, name => IsOther(body, name, name == "temperature" ? 1 : null)) is { } refused)
        {
            return (400, null, $"`{refused}` is deprecated for this model.");
        }

        if (NoPrefill.IsMatch(model) && body.GetItems("messages").LastOrDefault().GetText("role") == "assistant")
        {
            return (400, null, "This model does not support assistant message prefill. The conversation must end with a user message.");
        }

        var thinking = body.Get("thinking");
        return thinking?.GetText("type") switch
        {
            "enabled" when NoSampling.IsMatch(model) =>
                (400, null, "\"thinking.type.enabled\" is not supported for this model. Use \"thinking.type.adaptive\" and \"output_config.effort\" to control thinking behavior."),
            "enabled" when NumberOf(thinking.Value, "budget_tokens") is not >= SmallestBudget =>
                (400, null, "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024"),
            "enabled" when NumberOf(thinking.Value, "budget_tokens") >= NumberOf(body, "max_tokens") => (400, null, "`max_tokens` must be greater than `thinking.budget_tokens`."),
            "enabled" or "adaptive" when IsOther(body, "temperature", 1) => (400, null, "`temperature` may only be set to 1 when thinking is enabled or in adaptive mode."),
            _ => null,
        };
    }

    private static (int Status, string? Param, string Message)? OfChat(JsonElement body, string model)
    {
        if (ResponsesOnly.IsMatch(model))
        {
            return (404, "model", "This model is only supported in v1/responses and not in v1/chat/completions.");
        }

        var effort = body.GetText("reasoning_effort");
        var reasons = ReasonsByDefault.IsMatch(model) ? effort != "none" : effort is not (null or "none");
        if (NoToolsInChat.IsMatch(model) && reasons && body.GetItems("tools").Any())
        {
            return (400, "reasoning_effort", $"Function tools with reasoning_effort are not supported for {model} in /v1/chat/completions. To use function tools, use /v1/responses or set reasoning_effort to 'none'.");
        }

        return !Reasoning.IsMatch(model) ? null
            : body.Get("max_tokens") is not null ? Unsupported("max_tokens", " Use 'max_completion_tokens' instead.")
            : body.Get("stop") is { ValueKind: not JsonValueKind.Null } ? Unsupported("stop")
            : body.Get("parallel_tool_calls") is not null && OSeries.IsMatch(model) ? Unsupported("parallel_tool_calls")
            : null;
    }

    private static (int Status, string? Param, string Message)? OfReasoning(JsonElement body, string model, string? effort)
    {
        if (!Reasoning.IsMatch(model) || (TakesSamplingWithoutEffort.IsMatch(model) && (effort ?? (ReasonsByDefault.IsMatch(model) ? "medium" : "none")) == "none"))
        {
            return null;
        }

        return Array.Find(_ofOpenAI, name => IsOther(body, name, 1)) is { } refused
            ? (400, refused, $"Unsupported value: '{refused}' does not support {body.Get(refused)} with this model. Only the default (1) value is supported.")
            : null;
    }

    private static (int Status, string? Param, string Message) Unsupported(string name, string more = "") =>
        (400, name, $"Unsupported parameter: '{name}' is not supported with this model.{more}");

    private static bool IsOther(JsonElement body, string name, double? allowed) => NumberOf(body, name) is { } value && value != allowed;

    private static double? NumberOf(JsonElement body, string name) => body.Get(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    // Anthropic's release notes of Opus 4.7; BerriAI/litellm#26246, maximhq/bifrost#2773, fazer-ai/agents#130
    [GeneratedRegex("^claude-(opus-4-[78]|(opus|sonnet|haiku|fable)-5)")]
    private static partial Regex NoSampling { get; }

    // Anthropic's release notes of Opus 4.6; sst/opencode#13768, anthropics/claude-code#52433
    [GeneratedRegex("^claude-(opus|sonnet|haiku|fable)-(4-[6-9]|5)")]
    private static partial Regex NoPrefill { get; }

    // QwenLM/qwen-code#921, OpenHands/software-agent-sdk#1837
    [GeneratedRegex("^(o[134]|gpt-5)(?!.*chat)")]
    private static partial Regex Reasoning { get; }

    [GeneratedRegex("^o[134]")]
    private static partial Regex OSeries { get; }

    // vercel/ai#10932
    [GeneratedRegex("^gpt-5\\.[1-9](?!.*(codex|pro|chat))")]
    private static partial Regex TakesSamplingWithoutEffort { get; }

    [GeneratedRegex("^(o[134]|gpt-5(?!\\.[1-4])|gpt-5\\.[1-9]-(codex|pro))")]
    private static partial Regex ReasonsByDefault { get; }

    // openai/codex#4136, BerriAI/litellm#34569
    [GeneratedRegex("^(gpt-5[.\\d]*-(codex|pro)|o\\d-pro|o\\d(-mini)?-deep-research)")]
    private static partial Regex ResponsesOnly { get; }

    // danny-avila/LibreChat#14231, charmbracelet/crush#2913
    [GeneratedRegex("^gpt-5\\.[4-9](?!.*chat)")]
    private static partial Regex NoToolsInChat { get; }
}
