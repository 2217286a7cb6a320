using System.Text.Json;
using RouterMaestro.Testing.Json;

namespace RouterMaestro.Testing.Copilot.Rules;

/// <summary>What Copilot refuses about reasoning, on every endpoint.</summary>
internal static class CopilotReasoningRules
{
    /// <summary>Finds an effort that the model does not offer.</summary>
    /// <param name="body">The request.</param>
    /// <param name="model">The model's id.</param>
    /// <param name="tiers">The tiers of the model; null: any.</param>
    public static CopilotRefusal? EffortViolation(JsonElement body, string model, IReadOnlyList<string>? tiers)
    {
        (string Name, string? Value)[] efforts =
        [
            ("reasoning_effort", body.GetText("reasoning_effort")),
            ("reasoning.effort", body.Get("reasoning")?.GetText("effort")),
            ("output_config.effort", body.Get("output_config")?.GetText("effort")),
        ];
        var (name, effort) = efforts.FirstOrDefault(e => e.Value is not null);
        return effort is null || tiers is null || tiers.Contains(effort) ? null
            : tiers.Count == 0
            ? new($"{name} \"{effort}\" was provided, but model {model} does not support reasoning effort", "invalid_reasoning_effort")
            : new($"{name} \"{effort}\" is not supported by model {model}; supported values: [{string.Join(' ', tiers)}]", "invalid_reasoning_effort");
    }

    /// <summary>Finds a thinking block with a signature that was not given.</summary>
    public static CopilotRefusal? SignatureViolation(JsonElement body, Func<string, bool> isKnown)
    {
        foreach (var (i, message) in body.GetItems("messages").Index())
        {
            foreach (var (j, block) in message.GetItems("content").Index())
            {
                var (member, value) = block.GetText("type") switch
                {
                    "thinking" => ("signature", block.GetText("signature") ?? ""),
                    "redacted_thinking" => ("data", block.GetText("data") ?? ""),
                    _ => ("", null),
                };
                if (value is not null && !isKnown(value))
                {
                    return new($"messages.{i}.content.{j}: Invalid `{member}` in `{block.GetText("type")}` block");
                }
            }
        }

        return null;
    }

    /// <summary>Finds a reasoning item whose encrypted content was not given under its id.</summary>
    public static CopilotRefusal? EncryptionViolation(JsonElement body, Func<string, string, bool> isKnown)
    {
        var bad = body.GetItems("input").FirstOrDefault(item => item.GetText("type") == "reasoning"
            && item.GetText("encrypted_content") is { } content && !isKnown(item.GetText("id") ?? "", content));
        return bad.ValueKind == JsonValueKind.Undefined ? null : new(
            $"The encrypted content for item {bad.GetText("id")} could not be verified. Reason: Encrypted content could not be decrypted or parsed.");
    }
}
