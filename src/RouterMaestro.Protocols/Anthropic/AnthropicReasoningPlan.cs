using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>Makes of a caller's wish for reasoning something that the provider takes.</summary>
internal static class AnthropicReasoningPlan
{
    private const int MinBudget = ReasoningBudgetSettings.MinBudget;
    private const int MaxBudget = ReasoningBudgetSettings.MaxBudget;

    public static AnthropicReasoning Make(
        ChatRequest request, AnthropicConversation conversation, RequestTarget target, int maxTokens, LossSink losses)
    {
        var (asked, model) = (request.Reasoning, target.Model.Id);
        var settled = Fit(target.Resolve(asked), asked.BudgetTokens is not null, model, losses);
        var wish = WishOf(settled, maxTokens, AnthropicModels.NeedBudget(model));
        if (!wish.IsOn || CanThink(wish, request, conversation))
        {
            return wish;
        }

        // what the gateway added is nothing that the caller can lose
        if (asked != ReasoningSettings.Unspecified)
        {
            losses.Add("thinking");
        }

        return wish with { Mode = ReasoningMode.Unspecified };
    }

    private static AnthropicReasoning WishOf(ReasoningSettings reasoning, int maxTokens, bool needsBudget) => reasoning switch
    {
        { Mode: ReasoningMode.Disabled } or { Effort: Effort.None } => new(ReasoningMode.Disabled),
        { Mode: ReasoningMode.Unspecified, Effort: null } => new(ReasoningMode.Unspecified),
        { BudgetTokens: null, Effort: Effort.Minimal } when needsBudget => new(ReasoningMode.Unspecified),
        _ when needsBudget => new(ReasoningMode.Enabled, ReasoningDefaults.Fit(BudgetOf(reasoning), maxTokens)),
        { Mode: ReasoningMode.Enabled, BudgetTokens: { } budget } => new(ReasoningMode.Enabled, ReasoningDefaults.Fit(budget, maxTokens), reasoning.Effort),
        _ => new(ReasoningMode.Adaptive, Effort: reasoning.Effort),
    };

    /// <summary>Models differ in the rungs of the ladder, where the highest not above it is taken, and in whether a budget is still known.</summary>
    private static ReasoningSettings Fit(ReasoningSettings reasoning, bool isCallersBudget, string model, LossSink losses)
    {
        if (reasoning.Effort == Effort.ExtraHigh && AnthropicModels.LackExtraHigh(model))
        {
            losses.Add("effort");
            reasoning = reasoning with { Effort = Effort.High };
        }

        if (reasoning is { Mode: ReasoningMode.Enabled, BudgetTokens: { } budget } && AnthropicModels.RefuseBudget(model))
        {
            if (isCallersBudget)
            {
                losses.Add("thinking.budget_tokens");
            }

            reasoning = new(ReasoningMode.Adaptive, null, reasoning.Effort ?? EffortOf(budget));
        }

        return reasoning;
    }

    private static int BudgetOf(ReasoningSettings reasoning) => reasoning.BudgetTokens ?? reasoning.Effort switch
    {
        null => ReasoningDefaults.Usual.Budget,
        Effort.Medium => 4096,
        Effort.High => 8192,
        Effort.ExtraHigh => 16384,
        Effort.Max => MaxBudget,
        _ => MinBudget,
    };

    private static Effort EffortOf(int budget) => budget switch
    {
        >= MaxBudget => Effort.Max,
        >= 16384 => Effort.ExtraHigh,
        >= 8192 => Effort.High,
        >= 4096 => Effort.Medium,
        _ => Effort.Low,
    };

    /// <summary>The provider answers 400 when a tool is forced, and when a budgeted turn goes on that did not begin with its own thinking.</summary>
    private static bool CanThink(AnthropicReasoning wish, ChatRequest request, AnthropicConversation conversation) =>
        request.ToolChoice is not (ToolChoice.Required or ToolChoice.Specific)
        && (wish.Mode == ReasoningMode.Adaptive || (wish.BudgetTokens > 0 && !HasLostReasoning(conversation)));

    private static bool HasLostReasoning(AnthropicConversation conversation) =>
        conversation.Turns is [.., var assistant, { Role: Role.User } results]
        && results.Parts[0] is ToolResultPart
        && assistant.Parts[0] is not (ReasoningPart or RedactedReasoningPart);
}
