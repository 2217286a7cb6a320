using System.Text.Json;
using System.Text.RegularExpressions;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Application.Protocols.Anthropic;

/// <summary>What a request says about thinking, made so that the provider takes it.</summary>
/// <param name="Mode">Whether to think; unspecified when nothing is to be written.</param>
/// <param name="BudgetTokens">The budget of the enabled mode.</param>
/// <param name="Effort">The effort to be written; null for none.</param>
internal sealed partial record AnthropicThinking(ReasoningMode Mode, int BudgetTokens, Effort? Effort)
{
    private const int LeastBudget = 1024;
    private const int MostBudget = 32768;
    private const int UsualBudget = 16000;

    public bool IsOn => Mode is ReasoningMode.Enabled or ReasoningMode.Adaptive;

    public static AnthropicThinking Plan(
        ChatRequest request, AnthropicConversation conversation, string model, int maxTokens, LossSink losses)
    {
        var wish = WishOf(StepDown(request.Reasoning, model, losses), maxTokens, NeedsBudget().IsMatch(model));
        if (!wish.IsOn || CanThink(wish, request, conversation))
        {
            return wish;
        }

        losses.Add("thinking");
        return wish with { Mode = ReasoningMode.Unspecified };
    }

    public void Write(Utf8JsonWriter json, Extensions extensions)
    {
        if (Mode == ReasoningMode.Unspecified)
        {
            return;
        }

        json.WriteStartObject("thinking"u8);
        switch (Mode)
        {
            case ReasoningMode.Enabled:
                json.WriteString("type"u8, "enabled"u8);
                json.WriteNumber("budget_tokens"u8, BudgetTokens);
                break;
            case ReasoningMode.Adaptive:
                json.WriteString("type"u8, "adaptive"u8);
                break;
            default:
                json.WriteString("type"u8, "disabled"u8);
                break;
        }

        AnthropicLeftovers.Write(json, AnthropicLeftovers.Within(extensions, AnthropicNames.Thinking), AnthropicNames.Thinking);
        json.WriteEndObject();
    }

    private static AnthropicThinking WishOf(ReasoningSettings reasoning, int maxTokens, bool needsBudget) => reasoning switch
    {
        { Mode: ReasoningMode.Disabled } or { Effort: Domain.Chat.Effort.None } => new(ReasoningMode.Disabled, 0, null),
        { Mode: ReasoningMode.Unspecified, Effort: null } => new(ReasoningMode.Unspecified, 0, null),
        { Mode: ReasoningMode.Unspecified, Effort: Domain.Chat.Effort.Minimal } when needsBudget => new(ReasoningMode.Unspecified, 0, null),
        { Mode: ReasoningMode.Enabled } => new(ReasoningMode.Enabled, Clamp(BudgetOf(reasoning), maxTokens), needsBudget ? null : reasoning.Effort),
        _ when needsBudget => new(ReasoningMode.Enabled, Clamp(BudgetOf(reasoning), maxTokens), null),
        _ => new(ReasoningMode.Adaptive, 0, reasoning.Effort),
    };

    /// <summary>The first models with adaptive thinking lack a rung of the ladder; the highest one not above it is taken.</summary>
    private static ReasoningSettings StepDown(ReasoningSettings reasoning, string model, LossSink losses)
    {
        if (reasoning.Effort != Domain.Chat.Effort.ExtraHigh || !LacksExtraHigh().IsMatch(model))
        {
            return reasoning;
        }

        losses.Add("effort");
        return reasoning with { Effort = Domain.Chat.Effort.High };
    }

    private static int BudgetOf(ReasoningSettings reasoning) => reasoning.BudgetTokens ?? reasoning.Effort switch
    {
        null => UsualBudget,
        Domain.Chat.Effort.Medium => 4096,
        Domain.Chat.Effort.High => 8192,
        Domain.Chat.Effort.ExtraHigh => 16384,
        Domain.Chat.Effort.Max => MostBudget,
        _ => LeastBudget,
    };

    /// <summary>Gets a budget that leaves room for the answer; 0 when there is no room for both.</summary>
    private static int Clamp(int budget, int maxTokens)
    {
        var most = Math.Min(MostBudget, maxTokens - 1);
        return most < LeastBudget ? 0 : Math.Clamp(budget, LeastBudget, most);
    }

    /// <summary>The provider answers 400 when a tool is forced, and when a budgeted turn goes on that did not begin with its own thinking.</summary>
    private static bool CanThink(AnthropicThinking wish, ChatRequest request, AnthropicConversation conversation) =>
        request.ToolChoice is not (ToolChoice.Required or ToolChoice.Specific)
        && (wish.Mode == ReasoningMode.Adaptive || (wish.BudgetTokens > 0 && !GoesOnUnthought(conversation)));

    private static bool GoesOnUnthought(AnthropicConversation conversation) =>
        conversation.Turns is [.., var assistant, { Role: Role.User } results]
        && results.Parts[0] is ToolResultPart
        && assistant.Parts[0] is not (ReasoningPart or RedactedReasoningPart);

    [GeneratedRegex("claude-(?:sonnet|opus)-4[-.]6(?![0-9])", RegexOptions.IgnoreCase)]
    private static partial Regex LacksExtraHigh();

    /// <summary>Models from before adaptive thinking, by the names that Anthropic gave them.</summary>
    [GeneratedRegex("claude-(?:[23]|instant|(?:sonnet|opus|haiku)-4(?:(?=$|[-@:]20[0-9]{2})|[-.][0-5](?![0-9])))", RegexOptions.IgnoreCase)]
    private static partial Regex NeedsBudget();
}
