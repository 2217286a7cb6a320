using System.Globalization;
using RouterMaestro.Domain.Usage;
using RouterMaestro.Usage.Sqlite.Storage;

namespace RouterMaestro.Usage.Sqlite.Queries;

/// <summary>Which requests a filter lets through, in the ids and hours of the file.</summary>
internal sealed class Scope
{
    private readonly HashSet<long> _models;
    private readonly HashSet<long> _keys;

    public Scope(UsageFilter filter, StoredNames names)
    {
        (From, Until) = (Hours.Of(filter.From), Hours.NotBefore(filter.Until));
        (Models, Keys) = (names.ModelsOf(filter), names.KeysOf(filter));
        (HasAllModels, HasAllKeys) = (filter is { Provider: null, Model: null }, filter.KeyName is null);
        (_models, _keys) = ([.. Models], [.. Keys]);
    }

    /// <summary>Gets the first hour.</summary>
    public long From { get; }

    /// <summary>Gets the hour behind the last one.</summary>
    public long Until { get; }

    /// <summary>Gets the models.</summary>
    public long[] Models { get; }

    /// <summary>Gets the keys.</summary>
    public long[] Keys { get; }

    public bool HasAllModels { get; }

    public bool HasAllKeys { get; }

    /// <summary>Gets the condition for the rows of requests.</summary>
    public string Condition
    {
        get
        {
            var condition = string.Create(CultureInfo.InvariantCulture, $"time >= {From * Hours.Milliseconds} AND time < {Until * Hours.Milliseconds}");
            condition += HasAllModels ? "" : $" AND model IN ({string.Join(", ", Models)})";
            return HasAllKeys ? condition : condition + $" AND key IN ({string.Join(", ", Keys)})";
        }
    }

    /// <summary>Returns whether a model and a key are let through.</summary>
    public bool Holds(long model, long key) => (HasAllModels || _models.Contains(model)) && (HasAllKeys || _keys.Contains(key));
}
