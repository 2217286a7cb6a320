using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Models.Facts;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Configuration.Files;

namespace RouterMaestro.Infrastructure.Configuration.Routing;

/// <summary>Reads the rules for single models in <c>priorities.json</c>.</summary>
internal static class ModelRulesReader
{
    /// <summary>Reads the aliases; null if they are absent.</summary>
    public static EquatableArray<ModelAlias>? ReadAliases(ConfigNode root)
    {
        if (root.FindObject("aliases") is not { } list)
        {
            return null;
        }

        List<(ModelAlias Alias, ConfigNode Node)> aliases = [];
        foreach (var (name, node) in list.Members())
        {
            if (RoutingRules.ErrorOfAlias(name) is { } error)
            {
                node.Error($"is not an alias: it {error}");
            }
            else if (node.Json.ValueKind != JsonValueKind.String || string.IsNullOrWhiteSpace(node.Json.GetString()))
            {
                node.Error("must be the name of a model");
            }
            else
            {
                aliases.Add((new(name, node.Json.GetString()!.Trim()), node));
            }
        }

        return WithoutLoops(aliases).ToEquatableArray();
    }

    /// <summary>Reads what the operator says of models; null if it is absent.</summary>
    public static EquatableArray<ModelOverride>? ReadOverrides(ConfigNode root) => root.FindObject("model_overrides")?.Members()
        .Where(member => member.Node.Is(JsonValueKind.Object, "an object"))
        .Select(member => new ModelOverride(member.Name, new ModelLimits(
            member.Node.Integer("max_prompt_tokens", 1, int.MaxValue),
            member.Node.Integer("max_output_tokens", 1, int.MaxValue),
            member.Node.Integer("max_context_window_tokens", 1, int.MaxValue)))
        {
            Facts = ReadFacts(member.Node),
        })
        .ToEquatableArray();

    private static ModelFacts ReadFacts(ConfigNode node)
    {
        var facts = ModelFacts.Unknown;
        foreach (var name in ModelFactReader.Members)
        {
            if (node.Find(name) is not { } member)
            {
                continue;
            }

            if (ModelFactReader.Read(name, member.Json, facts) is { } read)
            {
                facts = read;
            }
            else
            {
                member.Error($"must be {ModelFactReader.Expected(name)}");
            }
        }

        return facts;
    }

    /// <summary>Reads the commit modes of single models; null if they are absent.</summary>
    public static EquatableArray<ModelCommit>? ReadCommits(ConfigNode root) => root.FindObject("commit_models")?.Members()
        .Select(member => (member.Name, Mode: ReadCommit(member.Node)))
        .Where(rule => rule.Mode is not null)
        .Select(rule => new ModelCommit(rule.Name, rule.Mode!.Value))
        .ToEquatableArray();

    private static IEnumerable<ModelAlias> WithoutLoops(List<(ModelAlias Alias, ConfigNode Node)> aliases)
    {
        ModelAlias[] all = [.. aliases.Select(entry => entry.Alias)];
        foreach (var (alias, node) in aliases)
        {
            if (RoutingRules.ErrorOfTarget(alias.Name, all) is { } error)
            {
                node.Error(error);
            }
            else
            {
                yield return alias;
            }
        }
    }

    /// <summary>Reads the commit mode; null if it is not valid.</summary>
    public static CommitMode? ReadCommit(ConfigNode node)
    {
        switch (node.Json.ValueKind == JsonValueKind.String ? node.Json.GetString() : null)
        {
            case "first-content":
                return CommitMode.FirstContent;
            case "complete":
                return CommitMode.Complete;
            default:
                node.Error("must be \"first-content\" or \"complete\"");
                return null;
        }
    }
}
