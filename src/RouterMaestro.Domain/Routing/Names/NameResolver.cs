using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Domain.Routing.Names;

/// <summary>Resolves a model name: an alias, the automatic model, a qualified id, or a bare name.</summary>
/// <param name="aliases">The operator's aliases.</param>
/// <param name="catalog">The providers and their models.</param>
/// <param name="usablePriorities">The priorities whose provider can be asked, in order.</param>
/// <param name="place">Gets a model's place among the priorities; the largest number when it is none.</param>
/// <param name="matcher">Finds the models of ids.</param>
internal sealed class NameResolver(
    Aliases aliases, ModelCatalog catalog, EquatableArray<ModelCard> usablePriorities, Func<ModelRef, int> place, ModelMatcher matcher)
{
    /// <summary>Resolves a name.</summary>
    public ResolvedName Resolve(string name) =>
        name.Length > RequestedName.MaxLength ? Refused(NameKind.Bare, RequestedName.ErrorOf(name)!)
        : aliases.Find(name) is { } alias
        ? ResolveTarget(alias.Target).Via($"'{name}' is the alias '{alias.Name}' of '{alias.Target}'")
        : ResolveTarget(name);

    /// <summary>Returns whether a model list that has not arrived yet can change the meaning of a name.</summary>
    public bool DependsOnLists(string name)
    {
        if (name.Length > RequestedName.MaxLength)
        {
            return false;
        }

        var target = aliases.Find(name)?.Target ?? name;
        return target == ModelCatalog.AutomaticModel ? usablePriorities.IsEmpty
            : !ModelRef.TryParse(target, out var model)
                || catalog.FindProvider(model.Provider) is not { } provider
                || (matcher.IsForgiving && provider is { IsUsable: true, IsListed: false } && target.EndsWith(ModelMatcher.LongContext, StringComparison.Ordinal));
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

    // a provider may serve models that its own list leaves out; only a list in the configuration is complete. One without a key is no outage
    // from which a call falls back: another model would serve every call to it
    private ResolvedName Qualified(ModelRef model, ProviderCard provider) =>
        !provider.IsUsable ? Refused(NameKind.Qualified, RouterError.NeedsKey(provider))
        : matcher.MatchWithin(provider, model.Id) is { } match
            ? new(NameKind.Qualified, match.How) { Models = match.Models, IsFuzzy = match.IsFuzzy }
        : provider.IsPinned
            ? Refused(NameKind.Qualified, RouterError.UnknownModel(
                model.QualifiedId, $"provider '{provider.Id}' is configured without it", matcher.Suggestions.Within(provider, model.Id)))
        : new(NameKind.Qualified, $"'{model}' goes to the provider as written: its list does not hold it") { Models = [new ModelCard(model, model.Id)] };

    private ResolvedName Bare(string name, ModelRef? qualified)
    {
        if (matcher.Match(name, isWhole: qualified is not null) is { } match)
        {
            return new(NameKind.Bare, match.How) { Models = Prefer(match.Models), IsFuzzy = match.IsFuzzy };
        }

        if (qualified is not null)
        {
            var hint = $"there is no provider '{qualified.Provider}'";
            return Refused(NameKind.Bare, RouterError.UnknownModel(name, hint, matcher.Suggestions.ForUnknownProvider(qualified)));
        }

        return name != name.Trim() || name.StartsWith('/') || name.EndsWith('/')
            ? Refused(NameKind.Bare, RouterError.Invalid("model", "'model' must be a name or provider/model-id, without blanks around it"))
            : Refused(NameKind.Bare, Unknown(name, matcher.Suggestions.For(name)));
    }

    private RouterError Unknown(string name, EquatableArray<string> suggestions)
    {
        var silent = catalog.Silent;
        return RouterError.UnknownModel(
            name,
            silent.Length > 0 ? $"no list of models holds it, and {string.Join(", ", silent)} {(silent.Length == 1 ? "has" : "have")} sent none"
            : suggestions.IsEmpty ? "ask GET /v1/models for the list, or write provider/model-id"
            : "no provider has it",
            suggestions);
    }

    // the priorities come first, in their own order
    private EquatableArray<ModelCard> Prefer(EquatableArray<ModelCard> models) =>
        models.Count == 1 ? models : models.OrderBy(m => place(m.Ref)).ToEquatableArray();

    private static ResolvedName Refused(NameKind kind, RouterError error) => new(kind, error.Message) { Error = error };
}
