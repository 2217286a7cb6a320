namespace RouterMaestro.Domain.Models;

/// <summary>Models by the ways in which people write their names.</summary>
internal sealed class NameIndex
{
    /// <summary>The minimum score of similar names.</summary>
    private const double Alike = 80;

    /// <summary>The minimum score at which the best name is taken.</summary>
    private const double Sure = 85;

    /// <summary>The minimum distance to the second-best name.</summary>
    private const double Margin = 1;

    /// <summary>The maximum number of names that an ambiguous match offers and compares.</summary>
    private const int MaxOffered = 5;

    /// <summary>The maximum length of a compared name; no model has a longer one.</summary>
    private const int MaxNameLength = 128;

    private readonly Func<ModelCard, string> _idOf;
    private readonly Dictionary<string, ModelCard> _identities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (ModelCard Card, int Date)> _families = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    /// <summary>Indexes models.</summary>
    /// <param name="models">The models; the first of those with equal names counts.</param>
    /// <param name="idOf">How an ambiguous answer names a model.</param>
    public NameIndex(EquatableArray<ModelCard> models, Func<ModelCard, string> idOf)
    {
        _idOf = idOf;
        foreach (var model in models)
        {
            var name = ModelName.Of(model.Ref.Id);
            _identities.TryAdd(name.Identity, model);
            if (!_families.TryGetValue(name.Family, out var best))
            {
                _order.Add(name.Family);
                _families[name.Family] = (model, name.Date);
            }
            else if (name.Date > best.Date)
            {
                _families[name.Family] = (model, name.Date);
            }
        }
    }

    /// <summary>Finds the only model that a name can mean.</summary>
    public ModelMatch Match(string text, INameSimilarity? similarity)
    {
        var name = ModelName.Of(text);
        if (_identities.TryGetValue(name.Identity, out var same))
        {
            return new ModelMatch.Found([same], $"'{text}' is another spelling of '{_idOf(same)}'");
        }

        return _families.TryGetValue(name.Family, out var newest)
            ? new ModelMatch.Found([newest.Card], $"'{_idOf(newest.Card)}' is the newest '{name.Family}'")
            : similarity is null || text.Length > MaxNameLength ? ModelMatch.None
            : Guess(text, name.Family, similarity);
    }

    private ModelMatch Guess(string text, string family, INameSimilarity similarity)
    {
        var likely = _order
            .Select(other => (Family: other, Score: similarity.Score(family, other)))
            .Where(s => s.Score >= Alike)
            .OrderByDescending(s => s.Score)
            .Take(MaxOffered)
            .ToArray();
        if (likely.Length == 0)
        {
            return ModelMatch.None;
        }

        var (best, score) = likely[0];
        var isSure = score >= Sure && (likely.Length == 1 || likely[1].Score < score - Margin);
        return isSure
            ? new ModelMatch.Found([_families[best].Card], $"'{text}' looks like '{_idOf(_families[best].Card)}'")
            : new ModelMatch.Ambiguous(likely.Select(l => _idOf(_families[l.Family].Card)).ToEquatableArray());
    }
}
