using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace RouterMaestro.Cli.Clients.Kinds;

/// <summary>Requests in the forms of Claude Code 2.1.330.</summary>
internal static partial class ClaudeCodeRequests
{
    private const string Messages = "/v1/messages?beta=true";
    private const string CountTokens = "/v1/messages/count_tokens?beta=true";
    private const string End = "event: message_stop";
    private const int MaxTokens = 32000;

    // the ending of names for a window of a million tokens, which Claude Code turns into a beta
    private const string LongSuffix = "[1m]";

    private const string Betas =
        "claude-code-20250219,interleaved-thinking-2025-05-14,context-management-2025-06-27,mid-conversation-tool-changes-2026-07-01,"
        + "thinking-token-count-2026-05-13,advanced-tool-use-2025-11-20,effort-2025-11-24";

    /// <summary>Returns a turn, a title and a count of tokens.</summary>
    public static IReadOnlyList<ClientRequest> Of(string model, string? smallModel) =>
    [
        new("turn", Messages, Turn(Sent(model)), End) { Fields = FieldsOf(model.EndsWith(LongSuffix, StringComparison.Ordinal) ? "context-1m-2025-08-07," + Betas : Betas) },
        new("small model", Messages, Title(Sent(smallModel ?? model)), End) { Fields = FieldsOf(Betas) },
        new("token count", CountTokens, Count(Sent(model)), "\"input_tokens\"") { Fields = FieldsOf("token-counting-2024-11-01," + Betas) },
    ];

    private static string Sent(string model) => model.EndsWith(LongSuffix, StringComparison.Ordinal) ? model[..^LongSuffix.Length] : model;

    private static Dictionary<string, string> FieldsOf(string betas) => new()
    {
        ["anthropic-version"] = "2023-06-01",
        ["anthropic-beta"] = betas,
        ["x-app"] = "cli",
    };

    private static JsonObject Turn(string model)
    {
        var body = new JsonObject
        {
            ["model"] = model,
            ["max_tokens"] = MaxTokens,
            ["messages"] = new JsonArray(
                new JsonObject { ["role"] = "user", ["content"] = new JsonArray(Block(ClientRequest.Task, isCached: true)) }),
            ["system"] = new JsonArray(Block("You help with code.", isCached: true), Block("Answer briefly.", isCached: true)),
            ["tools"] = new JsonArray(
                new JsonObject { ["name"] = "Bash", ["description"] = "Runs a command in a shell.", ["input_schema"] = ClientRequest.CommandSchema() },
                new JsonObject
                {
                    ["name"] = "Later",
                    ["description"] = "Is described when it is needed.",
                    ["input_schema"] = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject() },
                    ["defer_loading"] = true,
                }),
            ["metadata"] = new JsonObject { ["user_id"] = """{"device_id":"check","account_uuid":"","session_id":"check"}""" },
            ["context_management"] = new JsonObject { ["edits"] = new JsonArray(new JsonObject { ["type"] = "clear_thinking_20251015", ["keep"] = "all" }) },
            ["stream"] = true,
        };
        if (!FourthGeneration().IsMatch(model))
        {
            // reminders of newer models and of all other names have a role of their own
            body["messages"]!.AsArray().Add((JsonNode)new JsonObject { ["role"] = "system", ["content"] = "Answer in English." });
        }

        if (FixedBudget().IsMatch(model))
        {
            body["thinking"] = new JsonObject { ["type"] = "enabled", ["budget_tokens"] = MaxTokens - 1, ["display"] = "omitted" };
        }
        else
        {
            body["thinking"] = new JsonObject { ["type"] = "adaptive", ["display"] = "omitted" };
            body["output_config"] = new JsonObject { ["effort"] = "high" };
        }

        return body;
    }

    private static JsonObject Title(string model) => new()
    {
        ["model"] = model,
        ["max_tokens"] = MaxTokens,
        ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = ClientRequest.Task }),
        ["system"] = new JsonArray(Block("Give the conversation a title.", isCached: false)),
        ["stream"] = true,
    };

    private static JsonObject Count(string model) => new()
    {
        ["model"] = model,
        ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = ClientRequest.Task }),
        ["tools"] = new JsonArray(),
    };

    private static JsonObject Block(string text, bool isCached)
    {
        var block = new JsonObject { ["type"] = "text", ["text"] = text };
        if (isCached)
        {
            block["cache_control"] = new JsonObject { ["type"] = "ephemeral" };
        }

        return block;
    }

    // in any spelling, with and without a provider; all other names get adaptive reasoning
    [GeneratedRegex("claude-(sonnet|haiku|opus)-4[.-]5")]
    private static partial Regex FixedBudget();

    [GeneratedRegex("claude-[a-z]+-4")]
    private static partial Regex FourthGeneration();
}
