using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Requests;

namespace RouterMaestro.Domain.Routing.Settings;

/// <summary>How a model thinks where the caller leaves it open.</summary>
/// <param name="Budget">Its budget in tokens, before it is fitted into what the answer may have.</param>
/// <param name="IsAutomatic">Whether it thinks when nothing is said about it.</param>
public sealed record ReasoningDefaults(int Budget, bool IsAutomatic)
{
    /// <summary>Gets the defaults of an operator who decided nothing.</summary>
    public static ReasoningDefaults Default { get; } = new(ReasoningBudgetSettings.Default.DefaultBudget, IsAutomatic: false);

    /// <summary>Tells whether thinking is added to a request, which then is not sent as it came.</summary>
    /// <param name="facts">The request.</param>
    public bool IsAddedTo(RequestFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return IsAutomatic && !facts.MentionsReasoning && !(facts.MaxTokens <= ReasoningBudgetSettings.MinBudget);
    }

    /// <summary>Completes what a caller asks about reasoning. What the caller said stays.</summary>
    /// <param name="asked">What the caller asks.</param>
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

    /// <summary>Fits a budget into what an answer may have in all.</summary>
    /// <param name="budget">The budget.</param>
    /// <param name="maxTokens">The most tokens of the answer, thinking included.</param>
    /// <returns>The budget; 0 when there is no room for thinking.</returns>
    public static int Fit(int budget, int maxTokens)
    {
        var most = Math.Min(ReasoningBudgetSettings.MaxBudget, maxTokens - 1);
        return most < ReasoningBudgetSettings.MinBudget ? 0 : Math.Clamp(budget, ReasoningBudgetSettings.MinBudget, most);
    }
}
