using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Requests;

namespace RouterMaestro.Domain.Routing.Settings;

/// <summary>How a model reasons if the request does not say.</summary>
/// <param name="Budget">Its budget in tokens, before it is limited by the response's token limit.</param>
/// <param name="IsAutomatic">Whether it reasons if the request does not mention reasoning.</param>
public sealed record ReasoningDefaults(int Budget, bool IsAutomatic)
{
    /// <summary>Gets the defaults without any settings.</summary>
    public static ReasoningDefaults Default { get; } = new(ReasoningBudgetSettings.Default.DefaultBudget, IsAutomatic: false);

    /// <summary>Returns whether reasoning is added to a request, which then cannot be passed through.</summary>
    /// <param name="facts">The request.</param>
    public bool IsAddedTo(RequestFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return IsAutomatic && !facts.MentionsReasoning && !(facts.MaxTokens is { } max && Fit(Budget, (int)Math.Clamp(max, 0, int.MaxValue)) == 0);
    }

    /// <summary>Completes a request's reasoning settings. Values from the caller stay.</summary>
    /// <param name="asked">The request's settings.</param>
    public ReasoningSettings Complete(ReasoningSettings asked)
    {
        ArgumentNullException.ThrowIfNull(asked);
        return asked switch
        {
            not { BudgetTokens: null, Effort: null } => asked,
            { Mode: ReasoningMode.Enabled or ReasoningMode.Adaptive } => asked with { BudgetTokens = Budget },
            { Mode: ReasoningMode.Unspecified } when IsAutomatic => new(ReasoningMode.Enabled, Budget),
            _ => asked,
        };
    }

    /// <summary>Limits a budget to the token limit of a response, of which a fifth at least is left for the answer.</summary>
    /// <param name="budget">The budget.</param>
    /// <param name="maxTokens">The maximum number of tokens of the response, including reasoning.</param>
    /// <returns>The budget; 0 when there is no room for reasoning.</returns>
    public static int Fit(int budget, int maxTokens)
    {
        var answer = (maxTokens / 5) + (maxTokens % 5 == 0 ? 0 : 1);
        var max = Math.Min(ReasoningBudgetSettings.MaxBudget, maxTokens - answer);
        return max < ReasoningBudgetSettings.MinBudget ? 0 : Math.Clamp(budget, ReasoningBudgetSettings.MinBudget, max);
    }
}
