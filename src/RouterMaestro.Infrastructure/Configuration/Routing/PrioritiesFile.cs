using System.Text.Json;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Configuration.Files;

namespace RouterMaestro.Infrastructure.Configuration.Routing;

/// <summary>The content of <c>priorities.json</c>. An invalid value keeps its default, in the first version of the file and in later ones.</summary>
/// <param name="Settings">The settings.</param>
/// <param name="Problems">The problems found in the file.</param>
internal sealed record PrioritiesFile(RoutingSettings Settings, EquatableArray<ConfigProblem> Problems)
{
    /// <summary>Gets the places of the file that name providers.</summary>
    public EquatableArray<ProviderMention> Mentions { get; init; } = [];

    /// <summary>The file's name.</summary>
    public const string Name = "priorities.json";

    /// <summary>Reads the file's root.</summary>
    /// <param name="root">The root; null when there is none.</param>
    /// <param name="defaults">The values for absent members.</param>
    /// <param name="strategies">The valid names for <c>fallback.strategy</c>.</param>
    /// <param name="errors">Collects the errors.</param>
    public static PrioritiesFile Read(ConfigNode? root, RoutingSettings defaults, IReadOnlyCollection<string> strategies, ConfigErrors errors)
    {
        if (root is not { } node)
        {
            return new(defaults, errors.Problems.ToEquatableArray());
        }

        var settings = Read(node, defaults, strategies);
        node.ReportUnknownMembers();
        return new(settings, errors.Problems.ToEquatableArray()) { Mentions = ProviderMention.FindAll(node) };
    }

    private static RoutingSettings Read(ConfigNode root, RoutingSettings defaults, IReadOnlyCollection<string> strategies)
    {
        var fallback = root.FindObject("fallback");
        var timeouts = root.FindObject("timeouts");
        var limits = TimesReader.ReadLimits(timeouts, defaults.Limits);
        return defaults with
        {
            Priorities = ReadPriorities(root) ?? defaults.Priorities,
            Strategy = fallback is null ? defaults.Strategy : FallbackReader.ReadStrategy(fallback.Value, strategies) ?? defaults.Strategy,
            MaxRetries = fallback?.Integer("maxRetries", 0, RoutingSettings.MaxRetriesLimit) ?? defaults.MaxRetries,
            Weights = fallback is null ? defaults.Weights : FallbackReader.ReadWeights(fallback.Value) ?? defaults.Weights,
            Names = ReadNames(root) ?? defaults.Names,
            Aliases = ModelRulesReader.ReadAliases(root) ?? defaults.Aliases,
            ModelOverrides = ModelRulesReader.ReadOverrides(root) ?? defaults.ModelOverrides,
            Commit = root.Find("commit") is { } commit ? ModelRulesReader.ReadCommit(commit) ?? defaults.Commit : defaults.Commit,
            CommitModels = ModelRulesReader.ReadCommits(root) ?? defaults.CommitModels,
            Limits = limits,
            ProviderLimits = TimesReader.ReadProviderLimits(timeouts, limits) ?? defaults.ProviderLimits,
            Repair = root.FindObject("passthrough")?.Flag("repair") ?? defaults.Repair,
            OnLoss = ReadOnLoss(root.FindObject("translation")) ?? defaults.OnLoss,
            Reasoning = ReasoningSettingsReader.Read(root.FindObject("thinking"), defaults.Reasoning),
            Keepalive = TimesReader.ReadKeepalive(root.FindObject("keepalive"), defaults.Keepalive),
            Guards = GuardSettingsReader.Read(root.FindObject("guards"), defaults.Guards),
            Usage = ReadUsage(root.FindObject("usage"), defaults.Usage),
            BetaStrip = GuardSettingsReader.ReadBetas(root) ?? defaults.BetaStrip,
        };
    }

    private static UsageSettings ReadUsage(ConfigNode? usage, UsageSettings defaults) => defaults with
    {
        IsEnabled = usage?.Flag("enabled") ?? defaults.IsEnabled,
        DetailDays = usage?.Integer("detail_days", 1, UsageSettings.MaxDetailDays) ?? defaults.DetailDays,
    };

    private static NameMatching? ReadNames(ConfigNode root)
    {
        if (root.Find("names") is not { } node)
        {
            return null;
        }

        switch (node.Json.ValueKind == JsonValueKind.String ? node.Json.GetString() : null)
        {
            case "forgiving":
                return NameMatching.Forgiving;
            case "exact":
                return NameMatching.Exact;
            default:
                node.Error("must be \"forgiving\" or \"exact\"");
                return null;
        }
    }

    private static LossPolicy? ReadOnLoss(ConfigNode? translation)
    {
        if (translation?.Find("onLoss") is not { } node)
        {
            return null;
        }

        switch (node.Json.ValueKind == JsonValueKind.String ? node.Json.GetString() : null)
        {
            case "allow":
                return LossPolicy.Allow;
            case "warn":
                return LossPolicy.Warn;
            case "reject":
                return LossPolicy.Reject;
            case "reroute":
                return LossPolicy.Reroute;
            default:
                node.Error("must be \"allow\", \"warn\", \"reject\" or \"reroute\"");
                return null;
        }
    }

    private static EquatableArray<string>? ReadPriorities(ConfigNode root)
    {
        if (root.FindArray("priorities") is not { } list)
        {
            return null;
        }

        Dictionary<string, string> models = [];
        foreach (var item in list.Items())
        {
            if (item.Json.ValueKind == JsonValueKind.String && ModelRef.TryParse(item.Json.GetString(), out var model))
            {
                if (!models.TryAdd(model.QualifiedId, item.Path))
                {
                    item.Errors.Warn($"{item.Path} repeats {models[model.QualifiedId]}");
                }
            }
            else
            {
                item.Error("must be a string of the form provider/model-id");
            }
        }

        return models.Keys.ToEquatableArray();
    }
}
