using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Infrastructure.Configuration.Routing;

/// <summary>Rules for routing settings from files and from code. Each returns an error, or null if the value is valid.</summary>
internal static class RoutingRules
{
    public static string? ErrorOfBudget(int tokens) =>
        tokens < ReasoningBudgetSettings.MinBudget ? $"must be at least {ReasoningBudgetSettings.MinBudget}" : null;

    public static string? ErrorOfAlias(string name) =>
        string.IsNullOrWhiteSpace(name) ? "must not be blank"
        : name != name.Trim() ? "must not begin or end with a blank"
        : name.IndexOf('*') is var star && star >= 0 && star != name.Length - 1 ? "may hold a * only at its end"
        : null;

    /// <summary>Returns the error of an alias that comes back to itself; null if there is none.</summary>
    /// <remarks>
    /// A target is not looked up among the aliases, so that none of a loop means a model. Patterns are left out: <c>claude-haiku-*</c> may mean
    /// <c>claude-haiku-4-5</c>.
    /// </remarks>
    public static string? ErrorOfTarget(string name, IReadOnlyCollection<ModelAlias> aliases)
    {
        var next = name;
        for (var steps = 0; steps < aliases.Count; steps++)
        {
            if (aliases.FirstOrDefault(alias => alias.Name.Equals(next, StringComparison.OrdinalIgnoreCase)) is not { } alias)
            {
                return null;
            }

            next = alias.Target;
            if (next.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return "leads back to itself, so that it means no model";
            }
        }

        return null;
    }
}
