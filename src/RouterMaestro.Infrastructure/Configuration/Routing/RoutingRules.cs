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
}
