using System.Text.Json;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>What a request to a provider says about thinking.</summary>
/// <param name="Mode">Whether to think; unspecified when nothing is to be written.</param>
/// <param name="BudgetTokens">The budget of the enabled mode; 0 when there is no room for one.</param>
/// <param name="Effort">The effort to be written; null for none.</param>
internal sealed record AnthropicReasoning(ReasoningMode Mode, int BudgetTokens = 0, Effort? Effort = null)
{
    public bool IsOn => Mode is ReasoningMode.Enabled or ReasoningMode.Adaptive;

    public void Write(Utf8JsonWriter json, Extensions extensions)
    {
        if (Mode == ReasoningMode.Unspecified)
        {
            return;
        }

        json.WriteStartObject("thinking"u8);
        json.WriteString("type"u8, Mode switch
        {
            ReasoningMode.Enabled => "enabled"u8,
            ReasoningMode.Adaptive => "adaptive"u8,
            _ => "disabled"u8,
        });
        if (Mode == ReasoningMode.Enabled)
        {
            json.WriteNumber("budget_tokens"u8, BudgetTokens);
        }

        AnthropicExtensions.Write(json, AnthropicExtensions.Within(extensions, AnthropicNames.Thinking), AnthropicNames.Thinking);
        json.WriteEndObject();
    }
}
