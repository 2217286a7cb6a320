using Microsoft.Data.Sqlite;
using RouterMaestro.Domain.Usage;
using RouterMaestro.Usage.Sqlite.Files;
using RouterMaestro.Usage.Sqlite.Schema;

namespace RouterMaestro.Usage.Sqlite.Queries;

/// <summary>The models, keys and clients in the file, by their ids.</summary>
internal sealed class StoredNames
{
    private readonly Dictionary<long, string> _texts = [];
    private readonly List<long> _models = [];
    private readonly List<long> _keys = [];
    private readonly List<long> _clients = [];

    private StoredNames()
    {
    }

    /// <summary>Gets the ids of the clients.</summary>
    public IReadOnlyList<long> Clients => _clients;

    /// <summary>Gets the qualified ids of the models, but for none.</summary>
    public IEnumerable<string> ModelNames => Named(_models);

    /// <summary>Gets the names of the keys, but for none.</summary>
    public IEnumerable<string> KeyNames => Named(_keys);

    /// <summary>Reads the names.</summary>
    public static StoredNames Read(SqliteConnection connection)
    {
        var names = new StoredNames();
        using var rows = new Statement(connection, "SELECT id, kind, text FROM texts WHERE kind IN (1, 2, 3)");
        while (rows.Read())
        {
            names._texts.Add(rows.Long(0), rows.Text(2));
            var list = (TextKind)rows.Int(1) switch { TextKind.Model => names._models, TextKind.Key => names._keys, _ => names._clients };
            list.Add(rows.Long(0));
        }

        return names;
    }

    /// <summary>Gets the provider of a model's qualified id; empty if there is none.</summary>
    public static string ProviderOf(string model) => model.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? model[..slash] : "";

    /// <summary>Gets a text.</summary>
    public string Text(long id) => _texts.GetValueOrDefault(id, "");

    /// <summary>Gets the models that a filter lets through.</summary>
    public long[] ModelsOf(UsageFilter filter) => [.. _models.Where(id => Matches(Text(id), filter))];

    /// <summary>Gets the keys that a filter lets through.</summary>
    public long[] KeysOf(UsageFilter filter) => [.. _keys.Where(id => filter.KeyName is null || Text(id) == filter.KeyName)];

    private static bool Matches(string model, UsageFilter filter)
    {
        var provider = ProviderOf(model);
        return (filter.Provider is null || provider == filter.Provider)
            && (filter.Model is null || model == filter.Model || (provider.Length > 0 && model.AsSpan(provider.Length + 1).SequenceEqual(filter.Model)));
    }

    private IEnumerable<string> Named(List<long> ids) => ids.Select(Text).Where(t => t.Length > 0).Order(StringComparer.Ordinal);
}
