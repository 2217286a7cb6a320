using RouterMaestro.Domain.Routing.Names;
using RouterMaestro.Domain.Routing.Pools;

namespace RouterMaestro.Domain.Routing.Policies;

/// <summary>
/// The strategy <c>priority</c>: a model asked for by its qualified id is followed by the priorities behind it, or by all of them if it is none;
/// a bare name by its other providers; the automatic model by the remaining priorities.
/// </summary>
public sealed class PriorityPolicy : IRoutingPolicy
{
    /// <inheritdoc />
    public string Name => "priority";

    /// <inheritdoc />
    public IEnumerable<RankedModel> Rank(RankingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Kind == NameKind.Bare ? Rankings.Namesakes(context) : Follow(context);
    }

    private static IEnumerable<RankedModel> Follow(RankingContext context)
    {
        var first = Rankings.First(context);
        yield return first;

        var isAutomatic = context.Kind == NameKind.Automatic;
        for (var i = isAutomatic ? 0 : Rankings.PlaceOf(context, first.Model) + 1; i < context.Priorities.Count; i++)
        {
            if (context.Priorities[i].QualifiedId != first.Model.QualifiedId)
            {
                yield return new(context.Priorities[i], Rankings.EntryOf(i), isAutomatic ? 1 : 1 + i);
            }
        }
    }
}
