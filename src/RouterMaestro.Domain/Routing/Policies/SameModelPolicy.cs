using RouterMaestro.Domain.Routing.Names;
using RouterMaestro.Domain.Routing.Pools;

namespace RouterMaestro.Domain.Routing.Policies;

/// <summary>The strategy <c>same-model</c>: only other providers' models of the same id stand in, those among the priorities first where the gateway chooses.</summary>
public sealed class SameModelPolicy : IRoutingPolicy
{
    /// <inheritdoc />
    public string Name => "same-model";

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

        var group = 1;
        if (context.Kind == NameKind.Automatic)
        {
            foreach (var model in context.Priorities.Where(m => m.Id == first.Model.Id && m != first.Model))
            {
                yield return new(model, "the same model, among the priorities", group++);
            }
        }

        foreach (var card in context.Catalog.FindNamesakes(first.Model.Id).Where(c => c.Ref != first.Model))
        {
            yield return new(card.Ref, "the same model at another provider", group++);
        }
    }
}
