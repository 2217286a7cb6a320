
namespace RouterMaestro.Domain.Routing.Settings;

/// <summary>The operator's names for models, ready to be looked up.</summary>
internal sealed class Aliases
{
    private readonly Dictionary<string, ModelAlias> _exact;
    private readonly ModelAlias[] _prefixes;

    public Aliases(EquatableArray<ModelAlias> aliases)
    {
        _exact = aliases.Where(a => !a.Name.EndsWith('*'))
            .DistinctBy(a => a.Name, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(a => a.Name, StringComparer.OrdinalIgnoreCase);
        _prefixes = [.. aliases.Where(a => a.Name.EndsWith('*')).OrderByDescending(a => a.Name.Length)];
    }

    /// <summary>Finds the alias that a name is: the one of just this name, else the longest of those that end in a star.</summary>
    public ModelAlias? Find(string name) =>
        _exact.GetValueOrDefault(name)
        ?? Array.Find(_prefixes, alias => name.AsSpan().StartsWith(alias.Name.AsSpan(0, alias.Name.Length - 1), StringComparison.OrdinalIgnoreCase));
}
