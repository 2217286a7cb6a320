namespace RouterMaestro.Domain.Models;

/// <summary>Finds the models of a name: the exact id, otherwise the only id that the name can mean.</summary>
internal sealed class ModelMatcher(ModelCatalog catalog, INameSimilarity? similarity)
{
    /// <summary>The suffix with which Claude Code asks for a model's long context window.</summary>
    public const string LongContext = "[1m]";

    private readonly Lazy<NameIndex> _usable = new(() => new NameIndex(catalog.UsableModels, m => m.Ref.Id));

    /// <summary>Finds a model by its qualified id, also without the mark of the long context window.</summary>
    public ModelMatch MatchExactly(ModelRef model) =>
        catalog.FindModel(model.QualifiedId) is { } card ? new ModelMatch.Found([card], $"'{model}' is a model's qualified id")
        : WithoutMark(model.QualifiedId) is { } name && catalog.FindModel(name) is { } plain ? new ModelMatch.Found([plain], $"'{model}' is '{name}' with its long context window")
        : ModelMatch.None;

    /// <summary>Finds a model among those of one provider.</summary>
    public ModelMatch MatchWithin(ProviderCard provider, string id)
    {
        var exact = MatchExactly(new ModelRef(provider.Id, id));
        return exact is ModelMatch.Found ? exact : new NameIndex(provider.Models, m => m.Ref.QualifiedId).Match(WithoutMark(id) ?? id, similarity);
    }

    /// <summary>Finds the models of a bare name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="isWhole">Whether only the very id counts, as for a name that looks like a qualified id.</param>
    public ModelMatch Match(string name, bool isWhole)
    {
        if (MatchId(name) is { } exact)
        {
            return new ModelMatch.Found(exact, $"'{name}' is a model's id");
        }

        var plain = WithoutMark(name);
        if (plain is not null && MatchId(plain) is { } found)
        {
            return new ModelMatch.Found(found, $"'{name}' is '{plain}' with its long context window");
        }

        var match = isWhole ? ModelMatch.None : _usable.Value.Match(plain ?? name, similarity);
        return match is ModelMatch.Found { Models: [var likely, ..] } like ? like with { Models = MatchId(likely.Ref.Id)!.Value }
            : match == ModelMatch.None && catalog.FindNamesakes(plain ?? name) is { IsEmpty: false } locked
                ? new ModelMatch.Found(locked, $"'{name}' is a model's id")
            : match;
    }

    private static string? WithoutMark(string name) =>
        name.EndsWith(LongContext, StringComparison.OrdinalIgnoreCase) && name.Length > LongContext.Length ? name[..^LongContext.Length] : null;

    // models whose provider has no key don't hide others of a similar name
    private EquatableArray<ModelCard>? MatchId(string id)
    {
        var all = catalog.FindNamesakes(id);
        return all.Any(m => catalog.FindProvider(m.Ref.Provider) is { IsUsable: true }) ? all : null;
    }
}
