using RouterMaestro.Domain;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Configuration.Files;

namespace RouterMaestro.Infrastructure.Configuration.Routing;

/// <summary>Reads the member <c>thinking</c> of <c>priorities.json</c>.</summary>
internal static class ReasoningSettingsReader
{
    /// <summary>Reads the settings.</summary>
    /// <param name="node">The member; null if it is absent.</param>
    /// <param name="defaults">The values for absent members.</param>
    public static ReasoningBudgetSettings Read(ConfigNode? node, ReasoningBudgetSettings defaults) => node is { } settings
        ? new ReasoningBudgetSettings
        {
            DefaultBudget = settings.Integer("default_budget", ReasoningBudgetSettings.MinBudget, int.MaxValue) ?? defaults.DefaultBudget,
            AutoEnable = settings.Flag("auto_enable") ?? defaults.AutoEnable,
            ModelBudgets = ReadBudgets(settings) ?? defaults.ModelBudgets,
        }
        : defaults;

    private static EquatableArray<ModelBudget>? ReadBudgets(ConfigNode settings) => settings.FindObject("model_budgets")?.Members()
        .Select(member => (member.Name, Tokens: member.Node.Integer(ReasoningBudgetSettings.MinBudget, int.MaxValue)))
        .Where(rule => rule.Tokens is not null)
        .Select(rule => new ModelBudget(rule.Name, rule.Tokens!.Value))
        .ToEquatableArray();
}
