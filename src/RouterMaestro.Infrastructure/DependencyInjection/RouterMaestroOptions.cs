using Microsoft.Extensions.Options;
using RouterMaestro.Application.Calls;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Configuration.Routing;

namespace RouterMaestro.Infrastructure.DependencyInjection;

/// <summary>The options of the router.</summary>
public sealed class RouterMaestroOptions
{
    /// <summary>Gets or sets the routing settings. If files are read, the members of <c>priorities.json</c> take precedence.</summary>
    public RoutingSettings Routing { get; set; } = RoutingSettings.Default;

    /// <summary>
    /// Gets or sets the share of the memory of the process that large request bodies and held-back responses may take together, above 0 and up
    /// to 1; calls beyond it get a 503. The memory is the hard limit of the heap, else that of the container, else that of the machine. The
    /// default is 0.5.
    /// </summary>
    public double MemoryShare { get; set; } = MemoryBudget.DefaultShare;
}

/// <summary>Validates the options of the router; reports all errors at once.</summary>
internal sealed class RouterMaestroOptionsValidator(RouteTables tables) : IValidateOptions<RouterMaestroOptions>
{
    private const string QualifiedId = "must be of the form provider/model-id";

    public ValidateOptionsResult Validate(string? name, RouterMaestroOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        var routing = options.Routing;
        if (options.MemoryShare is not (> 0 and <= 1))
        {
            result.AddError("must be above 0, up to 1", nameof(options.MemoryShare));
        }

        CheckFallback(routing, result);
        CheckModels(routing, result);
        CheckLimits(routing.Limits, "", result);
        foreach (var (provider, limits) in routing.ProviderLimits)
        {
            CheckLimits(limits, $"{nameof(routing.ProviderLimits)}[{provider}].", result);
        }

        CheckReasoning(routing.Reasoning, result);
        CheckTime(routing.Keepalive.First, nameof(KeepaliveSettings.First), result);
        CheckTime(routing.Keepalive.Every, nameof(KeepaliveSettings.Every), result);
        return result.Build();
    }

    private void CheckFallback(RoutingSettings routing, ValidateOptionsResultBuilder result)
    {
        if (routing.Priorities.Any(id => !ModelRef.TryParse(id, out _)))
        {
            result.AddError(QualifiedId, nameof(routing.Priorities));
        }

        if (!tables.Strategies.Contains(routing.Strategy))
        {
            result.AddError($"must be one of {string.Join(", ", tables.Strategies)}", nameof(routing.Strategy));
        }

        if (routing.MaxRetries is < 0 or > RoutingSettings.MaxRetriesLimit)
        {
            result.AddError($"must be from 0 to {RoutingSettings.MaxRetriesLimit}", nameof(routing.MaxRetries));
        }

        foreach (var (model, weight) in routing.Weights)
        {
            if (!ModelRef.TryParse(model, out _) || weight is < 0 or > ModelWeight.Max)
            {
                result.AddError($"[{model}] {QualifiedId}, with a weight from 0 to {ModelWeight.Max}", nameof(routing.Weights));
            }
        }
    }

    private static void CheckModels(RoutingSettings routing, ValidateOptionsResultBuilder result)
    {
        foreach (var (alias, target) in routing.Aliases)
        {
            var error = RoutingRules.ErrorOfAlias(alias) ?? (string.IsNullOrWhiteSpace(target) ? "must mean a model" : RoutingRules.ErrorOfTarget(alias, routing.Aliases));
            if (error is not null)
            {
                result.AddError($"[{alias}] {error}", nameof(routing.Aliases));
            }
        }

        foreach (var (model, limits) in routing.ModelOverrides)
        {
            if (limits is { MaxPromptTokens: < 1 } or { MaxOutputTokens: < 1 } or { ContextWindow: < 1 })
            {
                result.AddError($"[{model}] must have limits of at least 1", nameof(routing.ModelOverrides));
            }
        }
    }

    private static void CheckReasoning(ReasoningBudgetSettings reasoning, ValidateOptionsResultBuilder result)
    {
        if (RoutingRules.ErrorOfBudget(reasoning.DefaultBudget) is { } error)
        {
            result.AddError(error, nameof(reasoning.DefaultBudget));
        }

        foreach (var (model, tokens) in reasoning.ModelBudgets)
        {
            if (RoutingRules.ErrorOfBudget(tokens) is { } wrong)
            {
                result.AddError($"[{model}] {wrong}", nameof(reasoning.ModelBudgets));
            }
        }
    }

    private static void CheckLimits(TimeLimits limits, string prefix, ValidateOptionsResultBuilder result)
    {
        CheckTime(limits.Connect, prefix + nameof(limits.Connect), result);
        CheckTime(limits.ResponseHeaders, prefix + nameof(limits.ResponseHeaders), result);
        CheckTime(limits.FirstContent, prefix + nameof(limits.FirstContent), result);
        CheckTime(limits.Idle, prefix + nameof(limits.Idle), result);
        CheckTime(limits.Silence, prefix + nameof(limits.Silence), result);
        CheckTime(limits.Total, prefix + nameof(limits.Total), result);
        CheckTime(limits.Unstreamed, prefix + nameof(limits.Unstreamed), result);
    }

    private static void CheckTime(TimeSpan? span, string property, ValidateOptionsResultBuilder result)
    {
        if (span is { } value && !RoutingTimes.IsSensible(value))
        {
            result.AddError(RoutingTimes.Rule, property);
        }
    }
}
