using RouterMaestro.Domain;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Configuration.Files;

namespace RouterMaestro.Infrastructure.Configuration.Routing;

/// <summary>Reads the member <c>thinking</c> of <c>priorities.json</c>.</summary>
internal static class ReasoningSettingsReader
{
    /// <summary>Reads the settings.</summary>
    /// <param name="node">Where they stand; null when they don't.</param>
    /// <param name="defaults">What holds for those that are absent.</param>
    public static ReasoningBudgetSettings Read(ConfigNode? node, ReasoningBudgetSettings defaults) => node is { } thinking
        ? new ReasoningBudgetSettings
        {
            DefaultBudget = thinking.Integer("default_budget", ReasoningBudgetSettings.MinBudget, int.MaxValue) ?? defaults.DefaultBudget,
            AutoEnable = thinking.Flag("auto_enable") ?? defaults.AutoEnable,
            ModelBudgets = ReadBudgets(thinking) ?? defaults.ModelBudgets,
        }
        : defaults;

    private static EquatableArray<ModelBudget>? ReadBudgets(ConfigNode thinking) => thinking.FindObject("model_budgets")?.Members()
        .Select(member => (member.Name, Tokens: member.Node.Integer(ReasoningBudgetSettings.MinBudget, int.MaxValue)))
        .Where(rule => rule.Tokens is not null)
        .Select(rule => new ModelBudget(rule.Name, rule.Tokens!.Value))
        .ToEquatableArray();
}
