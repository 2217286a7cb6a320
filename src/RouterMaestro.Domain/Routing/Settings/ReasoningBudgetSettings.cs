using RouterMaestro.Domain.Models;

namespace RouterMaestro.Domain.Routing.Settings;

/// <summary>What the operator decided about thinking, where the caller leaves it open.</summary>
public sealed record ReasoningBudgetSettings
{
    /// <summary>The smallest budget that a provider takes, in tokens.</summary>
    public const int MinBudget = 1024;

    /// <summary>The largest budget that is sent, in tokens.</summary>
    public const int MaxBudget = 32768;

    /// <summary>Gets the defaults.</summary>
    public static ReasoningBudgetSettings Default { get; } = new();

    /// <summary>Gets the budget of models that have none of their own. The default is 16,000 tokens.</summary>
    public int DefaultBudget { get; init; } = 16000;

    /// <summary>Gets whether models that can think do so when the caller says nothing about it. The default is that they don't.</summary>
    public bool AutoEnable { get; init; }

    /// <summary>Gets the budgets of single models.</summary>
    public EquatableArray<ModelBudget> ModelBudgets { get; init; } = [];

    /// <summary>Gets what holds for a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="card">What is known of it; null when no list holds it.</param>
    public ReasoningDefaults For(ModelRef model, ModelCard? card)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (ModelBudgets.IsEmpty && !AutoEnable)
        {
            return DefaultBudget == Default.DefaultBudget ? ReasoningDefaults.Default : new(DefaultBudget, IsAutomatic: false);
        }

        var own = OwnBudget(model);

        // whoever names a budget for a model says that it thinks
        var thinks = (card?.Capabilities.Reasoning ?? Support.Unknown) switch
        {
            Support.Supported => true,
            Support.Unknown => own is not null,
            _ => false,
        };
        return new(own ?? DefaultBudget, AutoEnable && thinks);
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
