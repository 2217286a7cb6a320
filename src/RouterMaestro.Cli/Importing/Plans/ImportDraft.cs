using System.Globalization;
using System.Text.Json.Nodes;
using RouterMaestro.Infrastructure.Providers.Profiles;

namespace RouterMaestro.Cli.Importing.Plans;

/// <summary>Collects what the reader of a file finds.</summary>
internal sealed class ImportDraft
{
    private readonly List<Draft> _providers = [];
    private readonly Dictionary<string, string> _aliases = new(StringComparer.OrdinalIgnoreCase);
    private readonly FallbackChains _chains = new();
    private readonly List<Omission> _omissions = [];
    private readonly List<string> _notes = [];

    /// <summary>Gets or sets the number of other models that a call may try by the file; null if it does not say.</summary>
    public int? MaxRetries { get; set; }

    /// <summary>Adds a provider, once.</summary>
    /// <returns>Its id.</returns>
    public string AddProvider(ProviderSpec spec)
    {
        if (_providers.Find(known => known.Spec == spec) is { } same)
        {
            return same.Name;
        }

        var stem = spec.Name.Replace('/', '-').Trim();
        var name = stem;
        for (var number = 2; _providers.Any(known => known.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) || (ProviderSpec.IsReserved(name) && !spec.IsBuiltIn); number++)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{stem}-{number}");
        }

        // the second key of a built-in provider needs an entry of another name, with the address
        var settled = spec.IsBuiltIn && name != spec.Name ? spec.Outside() : spec;
        _providers.Add(new(name, spec, settled));
        return name;
    }

    /// <summary>Adds a model to a provider.</summary>
    /// <param name="provider">The provider's id.</param>
    /// <param name="id">The model's id there.</param>
    /// <param name="model">What the file says of it.</param>
    /// <returns>The qualified id.</returns>
    public string AddModel(string provider, string id, ModelSpec? model = null)
    {
        var models = Find(provider).Models;
        models[id] = model ?? models.GetValueOrDefault(id) ?? new();
        return $"{provider}/{id}";
    }

    /// <summary>Leaves the list of a provider's models to the provider.</summary>
    public void AskForModels(string provider) => Find(provider).IsLive = true;

    /// <summary>Adds a further name of a model.</summary>
    /// <param name="alias">The name, which may end with a <c>*</c>.</param>
    /// <param name="target">The qualified id.</param>
    /// <param name="path">The place in the file.</param>
    public void AddAlias(string alias, string target, string path)
    {
        if (alias == target)
        {
            return;
        }

        if (!_aliases.TryAdd(alias, target) && _aliases[alias] != target)
        {
            Omit(path, $"The name '{alias}' means {_aliases[alias]} already.");
        }
    }

    /// <summary>Adds a model and its fallbacks, in order.</summary>
    /// <param name="models">The qualified ids.</param>
    /// <param name="path">The place in the file.</param>
    public void AddChain(IEnumerable<string> models, string path)
    {
        foreach (var (model, fallback) in _chains.Add(models))
        {
            Omit(path, $"{fallback} is no fallback of {model} here: the priorities are one list, in which {model} is behind it.");
        }
    }

    /// <summary>Adds the fallbacks of all models, which a model outside the priorities falls back to.</summary>
    /// <param name="models">The qualified ids.</param>
    /// <param name="path">The place in the file.</param>
    public void AddDefaults(IReadOnlyCollection<string> models, string path)
    {
        AddChain(models, path);
        _chains.Require(models.Count);
    }

    /// <summary>Adds models that are asked after conversations that are too long for other ones.</summary>
    /// <param name="models">The qualified ids of the others.</param>
    /// <param name="larger">The qualified ids of the models with larger windows.</param>
    /// <param name="path">The place in the file.</param>
    public void AddLarger(IReadOnlyList<string> models, IReadOnlyCollection<string> larger, string path)
    {
        // outside the priorities, a model falls back to all of them, and leaves the chains of others as they are
        if (models.Any(_chains.Contains))
        {
            AddChain([.. models, .. larger], path);
        }
        else
        {
            AddDefaults(larger, path);
        }
    }

    /// <summary>Returns whether there is a provider of a name.</summary>
    public bool HasProvider(string name) => _providers.Exists(provider => provider.Name == name);

    /// <summary>Records that something cannot be carried over.</summary>
    public void Omit(string path, string reason)
    {
        if (!_omissions.Contains(new(path, reason)))
        {
            _omissions.Add(new(path, reason));
        }
    }

    /// <summary>Records what works in another way than before.</summary>
    public void Note(string note)
    {
        if (!_notes.Contains(note))
        {
            _notes.Add(note);
        }
    }

    /// <summary>Returns the plan.</summary>
    public ImportPlan ToPlan()
    {
        var priorities = _chains.ToPriorities();
        var maxRetries = Math.Min(_chains.MaxRetries, MaxRetries ?? int.MaxValue);
        if (priorities.Count > 0)
        {
            Note("Fallbacks are one list here: a model falls back to those behind it in 'priorities', a model outside of it to all of them.");
        }

        foreach (var (model, fallbacks) in _chains.FindDeviations(maxRetries))
        {
            Note($"{model} falls back to {string.Join(", ", fallbacks)}.");
        }

        foreach (var provider in _providers)
        {
            if (provider.Settled.UnusedVariable(provider.Name) is { } variable)
            {
                Note($"The key of '{provider.Name}' is not copied: the server is on this machine and is called without one. If it wants one, set {variable}.");
            }
        }

        return new()
        {
            Providers = [.. _providers.Select(provider => new ImportedProvider(provider.Name, provider.Settled.Type, provider.Settled.BaseUrl, provider.ToEntry()))],
            Priorities = priorities,
            MaxRetries = maxRetries,
            Aliases = _aliases,
            Limits = _providers.SelectMany(provider => provider.Models.Select(model => (Id: $"{provider.Name}/{model.Key}", model.Value.Limits)))
                .Where(model => model.Limits is not null).ToDictionary(model => model.Id, model => model.Limits!),
            Keys = [.. _providers.Select(provider => provider.Settled.KeyFor(provider.Name)).OfType<ImportedKey>()],
            Omissions = _omissions,
            Notes = _notes,
        };
    }

    private Draft Find(string provider) => _providers.Find(known => known.Name == provider) ?? throw new ArgumentException($"There is no provider '{provider}'.", nameof(provider));

    private sealed class Draft(string name, ProviderSpec spec, ProviderSpec settled)
    {
        public string Name => name;

        /// <summary>Gets the provider as the file describes it.</summary>
        public ProviderSpec Spec => spec;

        /// <summary>Gets the provider as it is written.</summary>
        public ProviderSpec Settled => settled;

        public SortedDictionary<string, ModelSpec> Models { get; } = new(StringComparer.Ordinal);

        /// <summary>Gets or sets whether the provider lists its models itself.</summary>
        public bool IsLive { get; set; }

        public JsonObject? ToEntry()
        {
            var entry = settled.ToEntry(name);
            var models = Models.Where(model => EntryRules.ErrorOfModelId(model.Key) is null).ToArray();
            if (!settled.IsBuiltIn && !IsLive && models.Length > 0)
            {
                entry["models"] = new JsonObject(models.Select(model => KeyValuePair.Create<string, JsonNode?>(model.Key, Describe(model.Value))));
            }
            else if (models.Where(model => model.Value.Price is not null).ToArray() is { Length: > 0 } priced)
            {
                entry["prices"] = new JsonObject(priced.Select(model => KeyValuePair.Create<string, JsonNode?>(model.Key, model.Value.Price!.DeepClone())));
            }

            return entry.Count > 0 ? entry : null;
        }

        private static JsonObject Describe(ModelSpec model)
        {
            JsonObject members = [];
            if (model.DisplayName is { } display)
            {
                members["name"] = display;
            }

            if (model.Price is { } price)
            {
                members["price"] = price.DeepClone();
            }

            return members;
        }
    }
}
