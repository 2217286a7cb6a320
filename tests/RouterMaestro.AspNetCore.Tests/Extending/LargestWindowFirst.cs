using RouterMaestro.Domain.Routing.Pools;

namespace RouterMaestro.AspNetCore.Tests.Extending;

internal sealed class LargestWindowFirst : IRoutingPolicy
{
    public string Name => "largest-window-first";

    public IEnumerable<RankedModel> Rank(RankingContext context) => context.Models.Union(context.Priorities)
        .OrderByDescending(model => context.Catalog.CardOf(model)?.Limits.ContextWindow ?? 0)
        .Select((model, place) => new RankedModel(model, $"number {place + 1} by its context window", place));
}
