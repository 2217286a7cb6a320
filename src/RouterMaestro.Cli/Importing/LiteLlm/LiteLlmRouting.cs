using System.Globalization;
using System.Text.Json.Nodes;
using RouterMaestro.Cli.Documents;
using RouterMaestro.Cli.Importing.Plans;

namespace RouterMaestro.Cli.Importing.LiteLlm;

/// <summary>Reads the fallbacks and the aliases, which LiteLLM accepts in two sections.</summary>
/// <param name="draft">Collects what is found.</param>
/// <param name="groups">The qualified ids of each name.</param>
internal sealed class LiteLlmRouting(ImportDraft draft, IReadOnlyDictionary<string, IReadOnlyList<string>> groups)
{
    private const string Aliases = "model_group_alias";
    private const string Overflow = "context_window_fallbacks";
    private const string Defaults = "default_fallbacks";
    private static readonly string[] _sections = ["router_settings", "litellm_settings", "general_settings"];

    private readonly Dictionary<string, IReadOnlyList<string>> _aliases = new(StringComparer.Ordinal);

    /// <summary>Reads the sections.</summary>
    public void Read(JsonObject root)
    {
        var sections = _sections.Select(name => (Name: name, Members: root[name] as JsonObject ?? [])).ToArray();

        // fallbacks may name aliases
        foreach (var (name, members) in sections)
        {
            ReadAliases(members[Aliases] as JsonObject ?? [], $"{name}.{Aliases}");
        }

        foreach (var kind in new[] { "fallbacks", Overflow, Defaults })
        {
            foreach (var (name, members) in sections)
            {
                ReadFallbacks(members[kind] as JsonArray ?? [], kind, $"{name}.{kind}");
            }
        }

        foreach (var (name, members) in sections)
        {
            foreach (var (key, value) in members)
            {
                if (key == "max_fallbacks" && value is JsonValue number && number.TryGetValue<decimal>(out var max) && max is >= 0 and <= 10)
                {
                    draft.MaxRetries = (int)max;
                }
                else if (key is not (Aliases or "fallbacks" or Overflow or Defaults))
                {
                    draft.Omit($"{name}.{key}", LiteLlmKeys.OfSection(name, key));
                }
            }
        }
    }

    private void ReadAliases(JsonObject aliases, string path)
    {
        foreach (var (alias, value) in aliases)
        {
            var place = $"{path}.{alias}";
            if ((JsonText.TextOf(value) ?? JsonText.TextOf((value as JsonObject)?["model"])) is not { } name || Find(name) is not { Count: > 0 } targets)
            {
                draft.Omit(place, "The model that it means is not carried over.");
                continue;
            }

            _aliases[alias] = targets;
            draft.AddAlias(alias, targets[0], place);
        }
    }

    private void ReadFallbacks(JsonArray list, string kind, string path)
    {
        if (kind == Overflow && list.Count > 0)
        {
            draft.Note("Fallbacks for long conversations are fallbacks for every failure here; after a conversation that is too long, only models with a larger window are asked.");
        }

        List<string> defaults = [];
        foreach (var (index, item) in list.Index())
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");
            if (kind == Defaults || item is not JsonObject entries)
            {
                defaults.AddRange(Resolve(item, place));
                continue;
            }

            foreach (var (name, fallbacks) in entries)
            {
                var targets = (fallbacks as JsonArray ?? []).SelectMany(fallback => Resolve(fallback, $"{place}.{name}")).ToArray();
                if (name == "*")
                {
                    defaults.AddRange(targets);
                }
                else if (Resolve(JsonValue.Create(name), place) is { Count: > 0 } models)
                {
                    Add(models, targets, kind, $"{place}.{name}");
                }
            }
        }

        draft.AddDefaults(defaults, path);
    }

    private void Add(IReadOnlyList<string> models, string[] targets, string kind, string path)
    {
        if (kind == Overflow)
        {
            draft.AddLarger(models, targets, path);
        }
        else
        {
            draft.AddChain([.. models, .. targets], path);
        }
    }

    private IReadOnlyList<string> Resolve(JsonNode? item, string path)
    {
        // an object holds a model with parameters of its own
        var name = JsonText.TextOf(item) ?? JsonText.TextOf((item as JsonObject)?["model"]);
        if (name is not null && Find(name) is { Count: > 0 } targets)
        {
            return targets;
        }

        // a model that only a wildcard has
        if (name?.Split('/', 2) is [var provider, { Length: > 0 }] && draft.HasProvider(provider))
        {
            return [name];
        }

        draft.Omit(path, $"'{name ?? "?"}' is not carried over, or the file does not have it.");
        return [];
    }

    private IReadOnlyList<string>? Find(string name) => groups.GetValueOrDefault(name) ?? _aliases.GetValueOrDefault(name);
}
