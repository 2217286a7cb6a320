using RouterMaestro.Infrastructure.Providers.Modules;

namespace RouterMaestro.Infrastructure.Providers.Profiles;

/// <summary>Finds the modules by the types that they implement.</summary>
internal sealed class ProviderModules
{
    private readonly Dictionary<string, IProviderModule> _byType = new(StringComparer.OrdinalIgnoreCase);
    private readonly IProviderModule[] _selectable;

    /// <summary>Indexes the modules.</summary>
    /// <param name="modules">The modules, in the order in which built-in providers are preferred.</param>
    /// <exception cref="InvalidOperationException">Two modules implement the same type, or a module has no protocol.</exception>
    public ProviderModules(IEnumerable<IProviderModule> modules)
    {
        var all = modules.ToArray();
        foreach (var module in all)
        {
            if (!_byType.TryAdd(module.Type, module))
            {
                throw new InvalidOperationException(
                    $"The provider type '{module.Type}' is implemented by both {_byType[module.Type].GetType().FullName} and {module.GetType().FullName}: register one of them only, or rename its type.");
            }

            if (module.Defaults.Protocols.IsEmpty)
            {
                throw new InvalidOperationException($"The provider type '{module.Type}' ({module.GetType().FullName}) has no protocol: its defaults must name one.");
            }
        }

        BuiltIn = [.. all.Where(m => m.Defaults.IsBuiltIn)];
        _selectable = [.. all.Where(m => !m.Defaults.IsBuiltIn || m.Defaults.AllowsAccounts).OrderBy(m => m.Defaults.IsBuiltIn)];
        var names = _selectable.Select(m => $"\"{m.Type}\"").ToArray();
        TypeRule = names.Length < 2 ? $"must be {string.Concat(names)}" : $"must be {string.Join(", ", names[..^1])} or {names[^1]}";
    }

    /// <summary>Gets the modules of the providers that need no entry, the preferred one first.</summary>
    public IReadOnlyList<IProviderModule> BuiltIn { get; }

    /// <summary>Gets the rule for the value of <c>type</c>, for error messages.</summary>
    public string TypeRule { get; }

    /// <summary>Finds a module by its type, in any case.</summary>
    public IProviderModule? Find(string type) => _byType.GetValueOrDefault(type);

    /// <summary>Finds the module of a built-in provider by the provider's id, in any case.</summary>
    public IProviderModule? FindBuiltIn(string id) => Find(id) is { Defaults.IsBuiltIn: true } module ? module : null;

    /// <summary>Finds the module of a further account of a built-in type by the provider's id, such as <c>type@name</c>.</summary>
    public IProviderModule? FindAccount(string id)
    {
        const char Mark = '@';
        var end = id.IndexOf(Mark, StringComparison.Ordinal);
        return end > 0 && end < id.Length - 1 && Find(id[..end]) is { Defaults.AllowsAccounts: true } module ? module : null;
    }

    /// <summary>Finds a module by the value of <c>type</c> in an entry.</summary>
    public IProviderModule? FindSelectable(string type) => Array.Find(_selectable, m => m.Type == type);
}
