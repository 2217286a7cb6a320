using System.Text.Json.Nodes;
using RouterMaestro.Cli.Documents;
using RouterMaestro.Cli.Importing.Plans;

namespace RouterMaestro.Cli.Importing;

/// <summary>Finds what an import changes. What is there stays, unless it is to be replaced.</summary>
/// <param name="plan">The plan.</param>
/// <param name="current">What is there.</param>
/// <param name="isReplacing">Whether the plan takes the place of what is there under the same names.</param>
internal sealed class ImportMerge(ImportPlan plan, CurrentConfiguration current, bool isReplacing)
{
    private const string DefaultStrategy = "priority";
    private const int DefaultRetries = 2;
    private readonly List<Omission> _kept = [];
    private readonly HashSet<string> _present = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _foreign = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the change.</summary>
    public ImportChange Run()
    {
        var providers = plan.Providers.Where(IsWritten).Select(provider => KeyValuePair.Create(provider.Name, provider.Entry!)).ToArray();
        JsonObject routing = [];
        AddPriorities(routing);
        AddMembers(routing, "aliases", plan.Aliases.Where(alias => IsOurs(alias.Value)).Select(alias => KeyValuePair.Create<string, JsonNode>(alias.Key, alias.Value)));
        AddMembers(routing, "model_overrides", plan.Limits.Where(limit => IsOurs(limit.Key)).Select(limit => KeyValuePair.Create<string, JsonNode>(limit.Key, limit.Value.DeepClone())));
        return new() { Providers = providers, Routing = routing, Keys = [.. plan.Keys.Where(key => !_present.Contains(key.Provider))], Unchanged = _kept };
    }

    private bool IsWritten(ImportedProvider provider)
    {
        var present = current.Providers.FirstOrDefault(known => known.Name.Equals(provider.Name, StringComparison.OrdinalIgnoreCase) && known.Source != "built_in");
        if (present is null || isReplacing)
        {
            return provider.Entry is not null;
        }

        _present.Add(provider.Name);
        if (provider.BaseUrl is null || BaseAddress.AreSame(present.BaseUrl, provider.BaseUrl))
        {
            if (provider.Entry is not null)
            {
                Keep($"providers.{present.Name}", "It is there already, and stays as it is.");
            }
        }
        else
        {
            _foreign.Add(provider.Name);
            Keep($"providers.{present.Name}", $"It is there already, at another address, and stays as it is: the models of the file's '{provider.Name}' are left out.");
        }

        return false;
    }

    private void Keep(string path, string reason) => _kept.Add(new(path, reason));

    // a model of another server must not get calls that were meant for this one
    private bool IsOurs(string id) => !_foreign.Contains(id.Split('/')[0]);

    private void AddPriorities(JsonObject routing)
    {
        string[] wanted = [.. plan.Priorities.Where(IsOurs)];
        string[] present = [.. (current.Routing["priorities"] as JsonArray ?? []).Select(JsonText.TextOf).OfType<string>()];
        var (first, second) = isReplacing ? (wanted, present) : (present, wanted);
        string[] merged = [.. first.Concat(second).Distinct(StringComparer.OrdinalIgnoreCase)];
        if (!merged.SequenceEqual(present))
        {
            routing["priorities"] = new JsonArray([.. merged.Select(id => (JsonNode)id)]);
            if (present.Length > 0 && !isReplacing)
            {
                Keep("priorities", "Those that are there stay in front.");
            }
        }

        if (wanted.Length > 0)
        {
            AddFallback(routing);
        }
    }

    private void AddFallback(JsonObject routing)
    {
        var present = current.Routing["fallback"] as JsonObject ?? [];
        JsonObject fallback = [];
        if (((present["maxRetries"] as JsonValue)?.TryGetValue<int>(out var retries) == true ? retries : DefaultRetries) < plan.MaxRetries)
        {
            fallback["maxRetries"] = plan.MaxRetries;
        }

        if (plan.MaxRetries > 0 && JsonText.TextOf(present["strategy"]) is { } strategy && strategy != DefaultStrategy)
        {
            if (isReplacing)
            {
                fallback["strategy"] = DefaultStrategy;
            }
            else
            {
                Keep("fallback.strategy", $"It stays '{strategy}', which does not use the priorities as the file does.");
            }
        }

        if (fallback.Count > 0)
        {
            routing["fallback"] = fallback;
        }
    }

    private void AddMembers(JsonObject routing, string name, IEnumerable<KeyValuePair<string, JsonNode>> wanted)
    {
        var present = current.Routing[name] as JsonObject ?? [];
        JsonObject members = [];
        foreach (var (key, value) in wanted)
        {
            if (!present.TryGetPropertyValue(key, out var former) || (isReplacing && !JsonNode.DeepEquals(former, value)))
            {
                members[key] = value;
            }
            else if (!JsonNode.DeepEquals(former, value))
            {
                Keep($"{name}.{key}", "It is there already with another value, and stays as it is.");
            }
        }

        if (members.Count > 0)
        {
            routing[name] = members;
        }
    }
}
