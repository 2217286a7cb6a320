using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Domain.Routing.Names;

/// <summary>Resolves a model name: an alias, the automatic model, a qualified id, or a bare name.</summary>
/// <param name="aliases">The operator's aliases.</param>
/// <param name="catalog">The providers and their models.</param>
/// <param name="usablePriorities">The priorities whose provider can be asked, in order.</param>
/// <param name="place">Gets a model's place among the priorities; the largest number when it is none.</param>
/// <param name="similarity">Scores the similarity of two names; null: names match only by rule.</param>
internal sealed class NameResolver(
    Aliases aliases, ModelCatalog catalog, EquatableArray<ModelCard> usablePriorities, Func<ModelRef, int> place, INameSimilarity? similarity)
{
    private readonly ModelMatcher _matcher = new(catalog, similarity);

    /// <summary>Resolves a name.</summary>
    public ResolvedName Resolve(string name) => aliases.Find(name) is { } alias
        ? ResolveTarget(alias.Target).Via($"'{name}' is the alias '{alias.Name}' of '{alias.Target}'")
        : ResolveTarget(name);

    /// <summary>Returns whether a model list that has not arrived yet can change the meaning of a name.</summary>
    public bool DependsOnLists(string name)
    {
        var target = aliases.Find(name)?.Target ?? name;
        return target == ModelCatalog.AutomaticModel ? usablePriorities.IsEmpty
            : !ModelRef.TryParse(target, out var model)
                || catalog.FindProvider(model.Provider) is not { } provider
                || (provider is { IsUsable: true, IsListed: false } && target.EndsWith(ModelMatcher.LongContext, StringComparison.Ordinal));
    }

    private ResolvedName ResolveTarget(string name)
    {
        if (name == ModelCatalog.AutomaticModel)
        {
            return Automatic();
        }

        return ModelRef.TryParse(name, out var model) && catalog.FindProvider(model.Provider) is { } provider
            ? Qualified(new ModelRef(provider.Id, model.Id), provider)
            : Bare(name, model);
    }

    private ResolvedName Automatic()
    {
        var models = usablePriorities.IsEmpty ? catalog.UsableModels : usablePriorities;
        return new(NameKind.Automatic, "the gateway chooses the model")
        {
            Models = models,
            IsAmongPriorities = !usablePriorities.IsEmpty,
            Error = models.IsEmpty ? RouterError.NoProvider(catalog) : null,
        };
    }

    private ResolvedName Qualified(ModelRef model, ProviderCard provider)
    {
        // a provider may serve models that its own list leaves out; only a list in the configuration is complete
        var match = provider.IsPinned ? _matcher.MatchWithin(provider, model.Id) : _matcher.MatchExactly(model);
        return match switch
        {
            ModelMatch.Found found => new(NameKind.Qualified, found.How) { Models = found.Models },
            ModelMatch.Ambiguous ambiguous => Refused(NameKind.Qualified, RouterError.AmbiguousModel(model.QualifiedId, ambiguous.Candidates)),
            _ when provider.IsPinned => Refused(
                NameKind.Qualified, RouterError.UnknownModel(model.QualifiedId, $"provider '{provider.Id}' is configured without it")),
            _ => new(NameKind.Qualified, $"'{model}' goes to the provider as written: its list does not hold it")
            {
                Models = [new ModelCard(model, model.Id)],
            },
        };
    }

    private ResolvedName Bare(string name, ModelRef? qualified) => _matcher.Match(name, isWhole: qualified is not null) switch
    {
        ModelMatch.Found found => new(NameKind.Bare, found.How) { Models = Prefer(found.Models) },
        ModelMatch.Ambiguous ambiguous => Refused(NameKind.Bare, RouterError.AmbiguousModel(name, ambiguous.Candidates)),
        _ when qualified is not null => Refused(NameKind.Bare, RouterError.UnknownModel(name, $"there is no provider '{qualified.Provider}'")),
        _ when name != name.Trim() || name.StartsWith('/') || name.EndsWith('/') => Refused(
            NameKind.Bare, RouterError.Invalid("model", "'model' must be a name or provider/model-id, without blanks around it")),
        _ => Refused(NameKind.Bare, RouterError.UnknownModel(name, "ask GET /v1/models for the list, or write provider/model-id")),
    };

    // the priorities come first, in their own order
    private EquatableArray<ModelCard> Prefer(EquatableArray<ModelCard> models) =>
        models.Count == 1 ? models : models.OrderBy(m => place(m.Ref)).ToEquatableArray();

    private static ResolvedName Refused(NameKind kind, RouterError error) => new(kind, error.Message) { Error = error };
}
