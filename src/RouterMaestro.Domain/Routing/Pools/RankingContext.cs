using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Names;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Domain.Routing.Pools;

/// <summary>The context in which a policy ranks models.</summary>
/// <param name="Kind">How the caller named the model.</param>
/// <param name="Models">
/// The models that the name means, the best first: the one with this qualified id; those with this bare name, first the ones in the
/// priorities, then in the providers' order; or, where the gateway chooses, the first usable entry of the priorities that can serve the request,
/// or the first such model of the catalog when there is no usable entry.
/// </param>
/// <param name="Priorities">The models of the operator's priorities, the best first. Some may be unavailable; the planner skips those.</param>
/// <param name="Settings">The operator's settings.</param>
/// <param name="Catalog">The providers and their models.</param>
public sealed record RankingContext(
    NameKind Kind,
    EquatableArray<ModelRef> Models,
    EquatableArray<ModelRef> Priorities,
    RoutingSettings Settings,
    ModelCatalog Catalog)
{
    /// <summary>Gets the facts of the request. Policies that do not vary by request see nothing but the model's name.</summary>
    public required RequestFacts Facts { get; init; }

    /// <summary>Gets the request's random number: all chance in a ranking comes from it. Policies that do not vary by request see 0.</summary>
    public ulong Seed { get; init; }
}
