using RouterMaestro.Domain.Routing.Names;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Domain.Routing.Policies;

/// <summary>The strategy <c>none</c>: one model is asked, and when it fails the call does.</summary>
public sealed class NoFallbackPolicy : IRoutingPolicy
{
    /// <inheritdoc />
    public string Name => "none";

    /// <inheritdoc />
    public int MaxCandidates(RoutingSettings settings) => 1;

    /// <inheritdoc />
    public IEnumerable<RankedModel> Rank(RankingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Kind == NameKind.Bare ? Rankings.Namesakes(context) : [Rankings.First(context)];
    }
}
