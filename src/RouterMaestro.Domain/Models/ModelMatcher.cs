using System.Collections.Concurrent;

namespace RouterMaestro.Domain.Models;

/// <summary>Finds the models of a name: those with this id, otherwise those with an id that differs from it in spelling alone.</summary>
/// <param name="catalog">The providers and their models.</param>
/// <param name="matching">Whether other spellings count.</param>
/// <param name="similarity">Scores the similarity of two names, for suggestions; null: nothing is suggested.</param>
internal sealed class ModelMatcher(ModelCatalog catalog, NameMatching matching, INameSimilarity? similarity)
{
    /// <summary>The suffix with which Claude Code asks for a model's long context window.</summary>
    public const string LongContext = "[1m]";

    private readonly Lazy<NameIndex> _usable = new(() => new NameIndex(catalog.UsableModels));
    private readonly ConcurrentDictionary<string, NameIndex> _byProvider = new(StringComparer.Ordinal);

    /// <summary>Gets a value indicating whether other spellings of an id count.</summary>
    public bool IsForgiving { get; } = matching == NameMatching.Forgiving;

    /// <summary>Gets what is suggested for names that mean no model.</summary>
    public NameSuggestions Suggestions { get; } = new(catalog, similarity);

    /// <summary>Finds a model among those of one provider.</summary>
    public ModelMatch? MatchWithin(ProviderCard provider, string id)
    {
        var name = $"{provider.Id}/{id}";
        if (catalog.FindModel(name) is { } card)
        {
            return new([card], $"'{name}' is a model's qualified id", IsFuzzy: false);
        }

        if (!IsForgiving)
        {
            return null;
        }

        if (WithoutMark(id) is { } plain && catalog.FindModel($"{provider.Id}/{plain}") is { } marked)
        {
            return new([marked], $"'{name}' is '{marked.Ref}' with its long context window", IsFuzzy: true);
        }

        return _byProvider.GetOrAdd(provider.Id, _ => new NameIndex(provider.Models)).Find(WithoutMark(id) ?? id) is { } like
            ? new([like], Describe(name, like.Ref.QualifiedId), IsFuzzy: true)
            : null;
    }

    /// <summary>Finds the models of a bare name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="isWhole">Whether only the very id counts, as for a name that looks like a qualified id.</param>
    public ModelMatch? Match(string name, bool isWhole) =>
        MatchUsable(name) is { } exact ? new(exact, $"'{name}' is a model's id", IsFuzzy: false)
        : (IsForgiving ? MatchSpelling(name, isWhole) : null) is { } match ? match
        : MatchLocked(name);

    private static string Describe(string name, string id) => $"'{name}' is another spelling of '{id}'";

    private static string? WithoutMark(string name) =>
        name.EndsWith(LongContext, StringComparison.OrdinalIgnoreCase) && name.Length > LongContext.Length ? name[..^LongContext.Length] : null;

    private ModelMatch? MatchSpelling(string name, bool isWhole)
    {
        if (WithoutMark(name) is { } plain && MatchUsable(plain) is { } marked)
        {
            return new(marked, $"'{name}' is '{plain}' with its long context window", IsFuzzy: true);
        }

        return !isWhole && _usable.Value.Find(WithoutMark(name) ?? name) is { Ref.Id: var id }
            ? new(MatchUsable(id)!.Value, Describe(name, id), IsFuzzy: true)
            : null;
    }

    private EquatableArray<ModelCard>? MatchUsable(string id)
    {
        var all = catalog.FindNamesakes(id);
        return all.Any(m => catalog.FindProvider(m.Ref.Provider) is { IsUsable: true }) ? all : null;
    }

    // models whose provider has no key come last, so that they don't hide others of another spelling
    private ModelMatch? MatchLocked(string name)
    {
        if (catalog.FindNamesakes(name) is { IsEmpty: false } all)
        {
            return new(all, $"'{name}' is a model's id", IsFuzzy: false);
        }

        return IsForgiving && WithoutMark(name) is { } plain && catalog.FindNamesakes(plain) is { IsEmpty: false } marked
            ? new(marked, $"'{name}' is '{plain}' with its long context window", IsFuzzy: true)
            : null;
    }
}
