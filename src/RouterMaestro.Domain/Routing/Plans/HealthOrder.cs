using System.Globalization;
using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Routing.Pools;

namespace RouterMaestro.Domain.Routing.Plans;

/// <summary>Passes over the models that rest, and says which one a request finds out about.</summary>
internal static class HealthOrder
{
    /// <summary>Plans with what is known of the candidates' health.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="able">The models that can serve the request, in order; at least one.</param>
    /// <param name="passed">Takes those that are passed over.</param>
    /// <param name="health">The circuits.</param>
    /// <param name="now">The time.</param>
    public static RoutePlan Plan(CandidatePool pool, List<PoolCandidate> able, List<SkippedCandidate> passed, HealthSnapshot health, DateTimeOffset now)
    {
        if (able.Count == 1)
        {
            return RoutePlans.Of(pool, able, passed);
        }

        var states = able.ConvertAll(e => (Entry: e, Health: health.Of(e.Keys, now)));
        var ready = states.FindAll(s => s.Health.Phase is CircuitStatus.Closed or CircuitStatus.HalfOpen);
        if (ready.Count == 0)
        {
            // ties go to the one that stands before
            var soonest = states.MinBy(s => HalfOpenAt(s.Health, now)).Entry;
            PassOver(states.Where(s => s.Entry != soonest), passed);
            return RoutePlans.Of(pool, [soonest], passed);
        }

        PassOver(states.Except(ready), passed);
        var first = ready[0];
        var behind = ready.Skip(1).OrderBy(s => s.Health.Phase);
        return RoutePlans.Of(
            pool,
            [first.Entry, .. behind.Select(s => s.Entry)],
            passed,
            isProbe: first.Health.Phase == CircuitStatus.HalfOpen && ready.Count > 1 && pool.MaxCandidates > 1);
    }

    private static DateTimeOffset HalfOpenAt(CandidateHealth health, DateTimeOffset now) =>
        health.Phase == CircuitStatus.Open ? health.Until ?? now : now;

    private static void PassOver(IEnumerable<(PoolCandidate Entry, CandidateHealth Health)> states, List<SkippedCandidate> passed) =>
        passed.AddRange(states.Select(s => s.Health.Phase == CircuitStatus.ProbeInFlight
            ? new SkippedCandidate(s.Entry.Model, SkipReason.ProbeInFlight, "another request is finding out whether it is well again")
            : new SkippedCandidate(s.Entry.Model, SkipReason.CircuitOpen, Words(s.Health)) { Until = s.Health.Until }));

    private static string Words(CandidateHealth health)
    {
        var what = health.Scope switch
        {
            HealthScope.Provider => "its provider rests",
            HealthScope.Credential => "its provider's key rests",
            _ => "it rests",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{what} until {health.Until:HH:mm:ss} UTC after a failure ({health.Failure?.Kind})");
    }
}
