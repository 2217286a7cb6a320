using RouterMaestro.Domain.Models;

namespace RouterMaestro.Domain.Routing.Settings;

/// <summary>What the operator decided about routing: the content of <c>priorities.json</c>.</summary>
public sealed record RoutingSettings
{
    /// <summary>The most other candidates that a call can be allowed to try.</summary>
    public const int MaxRetriesLimit = 10;

    /// <summary>Gets the defaults.</summary>
    public static RoutingSettings Default { get; } = new();

    /// <summary>Gets the qualified ids of the models to try, the best first.</summary>
    public EquatableArray<string> Priorities { get; init; } = [];

    /// <summary>Gets the name of the policy that says which models stand in for which. The default is <c>priority</c>.</summary>
    public string Strategy { get; init; } = "priority";

    /// <summary>Gets how many other candidates a call may try, 0 to 10. The default is 2.</summary>
    public int MaxRetries { get; init; } = 2;

    /// <summary>Gets the shares of the strategy <c>weighted</c>.</summary>
    public EquatableArray<ModelWeight> Weights { get; init; } = [];

    /// <summary>Gets the names that the operator gives to models.</summary>
    public EquatableArray<ModelAlias> Aliases { get; init; } = [];

    /// <summary>Gets the models' limits that win over their providers'.</summary>
    public EquatableArray<ModelOverride> ModelOverrides { get; init; } = [];

    /// <summary>Gets when answers are final. The default is with their first content.</summary>
    public CommitMode Commit { get; init; }

    /// <summary>Gets the models whose answers are final at another time.</summary>
    public EquatableArray<ModelCommit> CommitModels { get; init; } = [];

    /// <summary>Gets the time limits.</summary>
    public TimeLimits Limits { get; init; } = TimeLimits.Default;

    /// <summary>Gets the time limits of providers that have their own.</summary>
    public EquatableArray<ProviderTimeLimits> ProviderLimits { get; init; } = [];

    /// <summary>Gets when keepalives go out.</summary>
    public KeepaliveSettings Keepalive { get; init; } = KeepaliveSettings.Default;

    /// <summary>Gets how models think where the caller leaves it open.</summary>
    public ReasoningBudgetSettings Reasoning { get; init; } = ReasoningBudgetSettings.Default;

    /// <summary>Gets what happens when a translation loses something. The default is that the answer's header tells it.</summary>
    public LossPolicy OnLoss { get; init; }

    /// <summary>Tells when a model's answers are final.</summary>
    /// <param name="model">The model.</param>
    public CommitMode CommitFor(ModelRef model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var mode = Commit;
        foreach (var rule in CommitModels)
        {
            if (rule.Model == model.QualifiedId)
            {
                return rule.Mode;
            }

            mode = rule.IsFor(model) ? rule.Mode : mode;
        }

        return mode;
    }

    /// <summary>Gets the time limits that hold for a provider.</summary>
    /// <param name="providerId">The provider's id.</param>
    public TimeLimits LimitsFor(string providerId)
    {
        foreach (var own in ProviderLimits)
        {
            if (own.Provider.Equals(providerId, StringComparison.OrdinalIgnoreCase))
            {
                return own.Limits;
            }
        }

        return Limits;
    }
}
