using RouterMaestro.Domain.Models;

namespace RouterMaestro.Domain.Routing.Settings;

/// <summary>The operator's settings for routing: the content of <c>priorities.json</c>.</summary>
public sealed record RoutingSettings
{
    /// <summary>The upper limit of <see cref="MaxRetries"/>.</summary>
    public const int MaxRetriesLimit = 10;

    /// <summary>Gets the defaults.</summary>
    public static RoutingSettings Default { get; } = new();

    /// <summary>Gets the qualified ids of the preferred models, the best first.</summary>
    public EquatableArray<string> Priorities { get; init; } = [];

    /// <summary>Gets the name of the routing policy. The default is <c>priority</c>.</summary>
    public string Strategy { get; init; } = "priority";

    /// <summary>Gets how many other candidates a call may ask, 0 to 10. The default is 2.</summary>
    public int MaxRetries { get; init; } = 2;

    /// <summary>Gets the shares of the strategy <c>weighted</c>.</summary>
    public EquatableArray<ModelWeight> Weights { get; init; } = [];

    /// <summary>Gets which names mean a model. The default are ids in any spelling.</summary>
    public NameMatching Names { get; init; }

    /// <summary>Gets the names that the operator gives to models.</summary>
    public EquatableArray<ModelAlias> Aliases { get; init; } = [];

    /// <summary>Gets the limits of models that override the providers' lists.</summary>
    public EquatableArray<ModelOverride> ModelOverrides { get; init; } = [];

    /// <summary>Gets when responses are committed. The default is with their first content.</summary>
    public CommitMode Commit { get; init; }

    /// <summary>Gets the models with their own commit mode.</summary>
    public EquatableArray<ModelCommit> CommitModels { get; init; } = [];

    /// <summary>Gets the time limits.</summary>
    public TimeLimits Limits { get; init; } = TimeLimits.Default;

    /// <summary>Gets the time limits of providers that have their own.</summary>
    public EquatableArray<ProviderTimeLimits> ProviderLimits { get; init; } = [];

    /// <summary>Gets the intervals of keepalives.</summary>
    public KeepaliveSettings Keepalive { get; init; } = KeepaliveSettings.Default;

    /// <summary>Gets the defaults for reasoning.</summary>
    public ReasoningBudgetSettings Reasoning { get; init; } = ReasoningBudgetSettings.Default;

    /// <summary>Gets the policy for translation losses. The default is to name them in the response's header.</summary>
    public LossPolicy OnLoss { get; init; }

    /// <summary>
    /// Gets a value indicating whether values that official clients cannot read are repaired in responses that are passed through. The default is true.
    /// </summary>
    public bool Repair { get; init; } = true;

    /// <summary>Gets the settings of the gateway's own guards of responses.</summary>
    public GuardSettings Guards { get; init; } = GuardSettings.Default;

    /// <summary>Gets the settings of the records of requests.</summary>
    public UsageSettings Usage { get; init; } = UsageSettings.Default;

    /// <summary>
    /// Gets the beta features that callers' header fields do not ask for at providers that refuse unknown ones: names, or beginnings of names with a
    /// <c>*</c> behind them. The default is <c>output-128k-*</c>.
    /// </summary>
    public EquatableArray<string> BetaStrip { get; init; } = ["output-128k-*"];

    /// <summary>Returns the commit mode of a model.</summary>
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
