
namespace RouterMaestro.Domain.Routing.Settings;

/// <summary>An index of the operator's aliases.</summary>
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

    /// <summary>Finds the alias of a name: an exact one, otherwise the longest matching prefix.</summary>
    public ModelAlias? Find(string name) =>
        _exact.GetValueOrDefault(name)
        ?? Array.Find(_prefixes, alias => name.AsSpan().StartsWith(alias.Name.AsSpan(0, alias.Name.Length - 1), StringComparison.OrdinalIgnoreCase));
}
