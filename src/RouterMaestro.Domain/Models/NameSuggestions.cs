namespace RouterMaestro.Domain.Models;

/// <summary>Finds the ids that look like a name which means no model, for its error. Likeness never chooses the model of a request.</summary>
internal sealed class NameSuggestions
{
    /// <summary>The minimum score of similar names.</summary>
    private const double Alike = 80;

    private const int MaxOffered = 3;

    /// <summary>The maximum length of a compared name; no model has a longer one.</summary>
    private const int MaxNameLength = 128;

    private readonly INameSimilarity? _similarity;
    private readonly Lazy<Spelled[]> _usable;

    /// <param name="catalog">The providers and their models.</param>
    /// <param name="similarity">Scores the similarity of two names; null: nothing is suggested.</param>
    public NameSuggestions(ModelCatalog catalog, INameSimilarity? similarity)
    {
        _similarity = similarity;
        _usable = new(() => Spell(catalog.UsableModels));
    }

    /// <summary>Finds the ids like a bare name.</summary>
    public EquatableArray<string> For(string name)
    {
        var family = FamilyOf(name);
        return Find(_usable.Value, model => Score(family, model), model => model.Card.Ref.Id);
    }

    /// <summary>Finds the qualified ids of one provider like an id that it does not have.</summary>
    public EquatableArray<string> Within(ProviderCard provider, string id)
    {
        var family = FamilyOf(id);
        return Find(Spell(provider.Models), model => Score(family, model), model => model.Card.Ref.QualifiedId);
    }

    /// <summary>Finds the qualified ids like one whose provider does not exist. Of models that look alike, those of a provider with a similar id come first.</summary>
    public EquatableArray<string> ForUnknownProvider(ModelRef asked)
    {
        var (family, whole, provider) = (FamilyOf(asked.Id), FamilyOf(asked.QualifiedId), asked.Provider.ToLowerInvariant());
        return Find(
            _usable.Value,
            model => Math.Max(Score(family, model), Score(whole, model)),
            model => model.Card.Ref.QualifiedId,
            model => _similarity!.Score(provider, model.Card.Ref.Provider.ToLowerInvariant()));
    }

    private static Spelled[] Spell(EquatableArray<ModelCard> models) => [.. models.Select(card => new Spelled(card, ModelName.Of(card.Ref.Id)))];

    private static string FamilyOf(string name) => name.Length > MaxNameLength ? "" : ModelName.Of(name).Family;

    private double Score(string family, Spelled model) => family.Length == 0 ? 0 : _similarity!.Score(family, model.Name.Family);

    // of the ids that differ in the date alone, the newest stands for all
    private EquatableArray<string> Find(Spelled[] models, Func<Spelled, double> score, Func<Spelled, string> idOf, Func<Spelled, double>? tie = null) => _similarity is null
        ? []
        : models
            .Select(model => (Model: model, Score: score(model)))
            .Where(scored => scored.Score >= Alike)
            .OrderByDescending(scored => scored.Score)
            .ThenByDescending(scored => tie?.Invoke(scored.Model) ?? 0)
            .ThenByDescending(scored => scored.Model.Name.Date)
            .DistinctBy(scored => (tie is null ? "" : scored.Model.Card.Ref.Provider, scored.Model.Name.Family))
            .Select(scored => idOf(scored.Model))
            .Take(MaxOffered)
            .ToEquatableArray();

    private sealed record Spelled(ModelCard Card, ModelName Name);
}
