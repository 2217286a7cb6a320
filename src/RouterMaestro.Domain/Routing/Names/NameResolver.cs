using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Domain.Routing.Names;

/// <summary>Finds out what a name means: an alias, the gateway's choice, a qualified id, or a bare name.</summary>
internal sealed class NameResolver(RouteTable routes, INameSimilarity? similarity)
{
    private readonly Aliases _aliases = new(routes.Settings.Aliases);
    private readonly ModelMatcher _matcher = new(routes.Catalog, similarity);
    private readonly EquatableArray<ModelCard> _usablePriorities =
        routes.Availabilities.Where(r => r.Skipped is null).Select(r => r.KnownCard).ToEquatableArray();

    /// <summary>Finds out what a name means.</summary>
    public ResolvedName Resolve(string name) => _aliases.Find(name) is { } alias
        ? ResolveTarget(alias.Target).Via($"'{name}' is the alias '{alias.Name}' of '{alias.Target}'")
        : ResolveTarget(name);

    /// <summary>Tells whether lists that have not come yet can change what a name means.</summary>
    public bool DependsOnLists(string name)
    {
        var target = _aliases.Find(name)?.Target ?? name;
        return target == RoutePlanner.AutomaticModel ? _usablePriorities.IsEmpty
            : !ModelRef.TryParse(target, out var model)
                || routes.Catalog.FindProvider(model.Provider) is not { } provider
                || (provider is { IsUsable: true, IsListed: false } && target.EndsWith(ModelMatcher.LongContext, StringComparison.Ordinal));
    }

    private ResolvedName ResolveTarget(string name)
    {
        if (name == RoutePlanner.AutomaticModel)
        {
            return Automatic();
        }

        return ModelRef.TryParse(name, out var model) && routes.Catalog.FindProvider(model.Provider) is { } provider
            ? Qualified(new ModelRef(provider.Id, model.Id), provider)
            : Bare(name, model);
    }

    private ResolvedName Automatic()
    {
        var models = _usablePriorities.IsEmpty ? routes.Catalog.UsableModels : _usablePriorities;
        return new(NameKind.Automatic, "the gateway chooses the model")
        {
            Models = models,
            IsAmongPriorities = !_usablePriorities.IsEmpty,
            Error = models.IsEmpty ? NoCandidateErrors.Nobody(routes.Catalog) : null,
        };
    }

    private ResolvedName Qualified(ModelRef model, ProviderCard provider)
    {
        // a provider whose list is not the operator's may have models that it does not list
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

    // the priorities first, as they stand there
    private EquatableArray<ModelCard> Prefer(EquatableArray<ModelCard> models) =>
        models.Count == 1 ? models : models.OrderBy(m => routes.PlaceOf(m.Ref)).ToEquatableArray();

    private static ResolvedName Refused(NameKind kind, RouterError error) => new(kind, error.Message) { Error = error };
}
