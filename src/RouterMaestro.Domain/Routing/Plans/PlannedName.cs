using System.Runtime.CompilerServices;
using RouterMaestro.Domain.Routing.Names;
using RouterMaestro.Domain.Routing.Pools;

namespace RouterMaestro.Domain.Routing.Plans;

/// <summary>A resolved name with its cached pools. It is thread-safe.</summary>
/// <param name="meaning">The meaning of the name.</param>
internal sealed class PlannedName(ResolvedName meaning)
{
    // only the automatic model has one pool per leader; all other names have one pool
    private readonly StrongBox<PlannedPool>?[]? _byLeader =
        meaning.Kind == NameKind.Automatic ? new StrongBox<PlannedPool>?[meaning.Models.Count] : null;

    private StrongBox<PlannedPool>? _only;

    public ResolvedName Meaning { get; } = meaning;

    /// <summary>Gets the cached pool behind a leader; null when there is none.</summary>
    public PlannedPool? FindPool(int leader) => Volatile.Read(ref SlotOf(leader))?.Value;

    /// <summary>Caches a pool.</summary>
    public PlannedPool Store(int leader, PlannedPool pool)
    {
        // two requests may build the same pool at the same time: both are equal, so the last one stays
        // the box publishes pool and plan together
        Volatile.Write(ref SlotOf(leader), new StrongBox<PlannedPool>(pool));
        return pool;
    }

    private ref StrongBox<PlannedPool>? SlotOf(int leader) => ref _byLeader is null ? ref _only : ref _byLeader[leader];
}

/// <summary>A pool with its default plan.</summary>
/// <param name="Pool">The pool.</param>
/// <param name="Default">The plan of requests that all models of the pool can serve; null when the pool is empty.</param>
internal readonly record struct PlannedPool(CandidatePool Pool, RoutePlan? Default)
{
    public static PlannedPool Of(CandidatePool pool) => new(pool, pool.Entries.Length == 0 ? null : RoutePlans.Of(pool, pool.Entries, []));
}
