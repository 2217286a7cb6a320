using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Names;
using RouterMaestro.Domain.Routing.Pools;

namespace RouterMaestro.Domain.Routing.Policies;

/// <summary>Rankings that several policies share.</summary>
internal static class Rankings
{
    private const int FirstUnprioritised = 1 << 20;

    // a ranking of many priorities is mostly these words
    private static readonly string[] _entries = [.. Enumerable.Range(1, 64).Select(place => $"entry {place} of the priorities")];

    /// <summary>Returns the reason of an entry of the priorities.</summary>
    /// <param name="place">The entry's place, from 0.</param>
    public static string EntryOf(int place) => place < _entries.Length ? _entries[place] : $"entry {place + 1} of the priorities";

    /// <summary>Ranks the only model, or the first, that a name means.</summary>
    public static RankedModel First(RankingContext context)
    {
        var model = context.Models[0];
        return new(model, ReasonOfFirst(context, model), 0);
    }

    /// <summary>Ranks all models of a bare name: the priorities as they stand there, then the rest.</summary>
    public static IEnumerable<RankedModel> Namesakes(RankingContext context) => context.Models.Select(model => PlaceOf(context, model) switch
    {
        < 0 => new RankedModel(model, "a provider has a model of this name", FirstUnprioritised),
        var place => new RankedModel(model, $"entry {place + 1} of the priorities has this name", place),
    });

    /// <summary>Finds a model's place among the priorities; -1 when it is not there.</summary>
    public static int PlaceOf(RankingContext context, ModelRef model)
    {
        var priorities = context.Priorities.AsSpan();
        for (var i = 0; i < priorities.Length; i++)
        {
            if (priorities[i].QualifiedId == model.QualifiedId)
            {
                return i;
            }
        }

        return -1;
    }

    private static string ReasonOfFirst(RankingContext context, ModelRef model) =>
        context.Kind != NameKind.Automatic ? "asked for by its qualified id"
        : PlaceOf(context, model) is >= 0 and var place ? $"entry {place + 1} of the priorities, the first that can be used"
        : "no entry of the priorities can be used: the first model of the catalog";
}
