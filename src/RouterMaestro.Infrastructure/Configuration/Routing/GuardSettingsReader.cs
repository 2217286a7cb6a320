using RouterMaestro.Domain;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Configuration.Files;

namespace RouterMaestro.Infrastructure.Configuration.Routing;

/// <summary>Reads the members <c>guards</c> and <c>beta_strip</c> of <c>priorities.json</c>.</summary>
internal static class GuardSettingsReader
{
    private const string Enabled = "enabled";

    /// <summary>Reads the guards.</summary>
    /// <param name="node">The member; null if it is absent.</param>
    /// <param name="defaults">The values for absent members.</param>
    public static GuardSettings Read(ConfigNode? node, GuardSettings defaults) => node is { } guards
        ? new GuardSettings
        {
            LeakGuard = guards.FindObject("leak_guard")?.Flag(Enabled) ?? defaults.LeakGuard,
            InvokeRecovery = guards.FindObject("invoke_recovery")?.Flag(Enabled) ?? defaults.InvokeRecovery,
            Runaway = guards.FindObject(RunawayLimits.Guard) is { } runaway ? ReadRunaway(runaway, defaults.Runaway) : defaults.Runaway,
        }
        : defaults;

    /// <summary>Reads the patterns of beta features; null if they are absent.</summary>
    public static EquatableArray<string>? ReadBetas(ConfigNode root)
    {
        if (root.FindArray("beta_strip") is not { } list)
        {
            return null;
        }

        List<string> patterns = [];
        foreach (var item in list.Items())
        {
            if (item.Text() is not { } pattern)
            {
                continue;
            }

            if (pattern.Length == 0 || pattern.AsSpan(0, pattern.Length - 1).Contains('*') || pattern.Any(c => c is ',' or <= ' ' or > '~'))
            {
                item.Error("must be the name of a beta feature, or the beginning of one and a * behind it");
            }
            else
            {
                patterns.Add(pattern);
            }
        }

        return patterns.ToEquatableArray();
    }

    private static RunawayLimits? ReadRunaway(ConfigNode node, RunawayLimits? defaults)
    {
        var isEnabled = node.Flag(Enabled) ?? defaults is not null;
        var limits = defaults ?? RunawayLimits.Default;
        limits = new(node.Integer("max_bytes", 1, int.MaxValue) ?? limits.MaxBytes, node.Integer("max_deltas", 1, int.MaxValue) ?? limits.MaxDeltas);
        return isEnabled ? limits : null;
    }
}
