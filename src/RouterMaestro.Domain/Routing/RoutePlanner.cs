using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Domain.Routing;

/// <summary>Decides who answers a call: a pure function of the request's facts, the settings and the catalog.</summary>
public static class RoutePlanner
{
    /// <summary>The model name that leaves the choice to the gateway.</summary>
    public const string AutomaticModel = "router-maestro";

    /// <summary>Plans a call.</summary>
    /// <param name="facts">What is asked for.</param>
    /// <param name="settings">What the operator decided.</param>
    /// <param name="catalog">Who is there.</param>
    public static RoutePlan Plan(RequestFacts facts, RoutingSettings settings, ModelCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(catalog);

        if (facts.Model == AutomaticModel)
        {
            return Automatic(settings, catalog);
        }

        return ModelRef.TryParse(facts.Model, out var model) ? Explicit(model, catalog) : Bare(facts.Model, catalog);
    }

    /// <summary>Tells whether a plan needs every usable provider's list of models, and some list has not come yet.</summary>
    /// <param name="facts">What is asked for.</param>
    /// <param name="settings">What the operator decided.</param>
    /// <param name="catalog">Who is there.</param>
    public static bool DependsOnLists(RequestFacts facts, RoutingSettings settings, ModelCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(catalog);
        return catalog.AwaitsLists && (facts.Model == AutomaticModel
            ? FirstPriority(settings, catalog) is null
            : !ModelRef.TryParse(facts.Model, out _));
    }

    private static RoutePlan Explicit(ModelRef model, ModelCatalog catalog)
    {
        if (catalog.FindProvider(model.Provider) is not { } provider)
        {
            return RoutePlan.Refused(RouterError.UnknownModel(model.QualifiedId, $"there is no provider '{model.Provider}'"));
        }

        if (!provider.IsUsable)
        {
            return RoutePlan.Refused(NeedsKey(provider));
        }

        var exact = model.Provider == provider.Id ? model : new ModelRef(provider.Id, model.Id);
        var card = catalog.FindModel(exact.QualifiedId);
        return card is null && provider.IsPinned
            ? RoutePlan.Refused(RouterError.UnknownModel(model.QualifiedId, $"provider '{provider.Id}' is configured without it"))
            : new RoutePlan([new Candidate(exact, "asked for by its qualified id") { Card = card }]);
    }

    private static RoutePlan Automatic(RoutingSettings settings, ModelCatalog catalog)
    {
        if (FirstPriority(settings, catalog) is { } candidate)
        {
            return new RoutePlan([candidate with { Reason = "the first usable entry of the priorities" }]);
        }

        return catalog.UsableModels.FirstOrDefault() is { } first
            ? new RoutePlan([new Candidate(first.Ref, "no usable priority: the first model of the catalog") { Card = first }])
            : RoutePlan.Refused(Nobody(catalog));
    }

    private static Candidate? FirstPriority(RoutingSettings settings, ModelCatalog catalog)
    {
        foreach (var entry in settings.Priorities)
        {
            if (ModelRef.TryParse(entry, out var model) && Explicit(model, catalog) is { Error: null } plan)
            {
                return plan.Candidates[0];
            }
        }

        return null;
    }

    private static RoutePlan Bare(string name, ModelCatalog catalog)
    {
        var card = catalog.UsableModels.FirstOrDefault(m => m.Ref.Id == name);
        return card is null
            ? RoutePlan.Refused(RouterError.UnknownModel(name, "ask GET /v1/models for the list, or write provider/model-id"))
            : new RoutePlan([new Candidate(card.Ref, "the first provider that has a model of this name") { Card = card }]);
    }

    private static RouterError NeedsKey(ProviderCard provider) =>
        new(RouterErrorKind.NoProvider, 503, $"The provider '{provider.Id}' has no key: set {provider.KeyVariable ?? "its key"}.");

    private static RouterError Nobody(ModelCatalog catalog)
    {
        var missing = catalog.Providers.Where(p => p.KeyVariable is not null).Select(p => p.KeyVariable!).Distinct().ToArray();
        return new(
            RouterErrorKind.NoProvider,
            503,
            missing.Length == 0 ? "No provider has a model." : $"No provider can be used: set {string.Join(" or ", missing)}.");
    }
}
