using RouterMaestro.Domain.Models;

namespace RouterMaestro.Domain.Routing.Settings;

/// <summary>The operator's settings for reasoning, used where the request does not say.</summary>
public sealed record ReasoningBudgetSettings
{
    /// <summary>The minimum budget that Anthropic accepts, in tokens.</summary>
    public const int MinBudget = 1024;

    /// <summary>The maximum budget that is sent, in tokens.</summary>
    public const int MaxBudget = 32768;

    /// <summary>Gets the defaults.</summary>
    public static ReasoningBudgetSettings Default { get; } = new();

    /// <summary>Gets the budget of models that have none of their own. The default is 16,000 tokens.</summary>
    public int DefaultBudget { get; init; } = 16000;

    /// <summary>Gets whether models that can reason do so when the request does not mention it. The default is false.</summary>
    public bool AutoEnable { get; init; }

    /// <summary>Gets the budgets of single models.</summary>
    public EquatableArray<ModelBudget> ModelBudgets { get; init; } = [];

    /// <summary>Returns the defaults of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="card">Its card; null when no list has it.</param>
    public ReasoningDefaults For(ModelRef model, ModelCard? card)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (ModelBudgets.IsEmpty && !AutoEnable)
        {
            return DefaultBudget == Default.DefaultBudget ? ReasoningDefaults.Default : new(DefaultBudget, IsAutomatic: false);
        }

        var own = OwnBudget(model);

        // an operator who sets a budget for a model knows that it reasons
        var reasons = (card?.Capabilities.Reasoning ?? Support.Unknown) switch
        {
            Support.Supported => true,
            Support.Unknown => own is not null,
            _ => false,
        };
        return new(own ?? DefaultBudget, AutoEnable && reasons);
    }

    private int? OwnBudget(ModelRef model)
    {
        int? budget = null;
        foreach (var rule in ModelBudgets)
        {
            if (rule.Model == model.QualifiedId)
            {
                return rule.Tokens;
            }

            budget = rule.IsFor(model) ? rule.Tokens : budget;
        }

        return budget;
    }
}
