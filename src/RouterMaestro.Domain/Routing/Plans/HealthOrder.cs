using System.Globalization;
using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Routing.Pools;

namespace RouterMaestro.Domain.Routing.Plans;

/// <summary>Skips the models whose circuit is open, and chooses the one that a request probes.</summary>
internal static class HealthOrder
{
    /// <summary>Plans with the state of the candidates' circuits.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="able">The models that can serve the request, in order; at least one.</param>
    /// <param name="passed">Receives the skipped models.</param>
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
            // no circuit lets a request through: the model that is half-open first is asked, of equal times the earlier in order
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
            ? new SkippedCandidate(s.Entry.Model, SkipReason.ProbeInFlight, "its circuit is half-open, and another request probes it")
            : new SkippedCandidate(s.Entry.Model, SkipReason.CircuitOpen, Describe(s.Health)) { Until = s.Health.Until }));

    private static string Describe(CandidateHealth health)
    {
        var circuit = health.Scope switch
        {
            HealthScope.Provider => "its provider's circuit is open",
            HealthScope.Credential => "the circuit of its provider's key is open",
            _ => "its circuit is open",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{circuit} until {health.Until:HH:mm:ss} UTC after a failure ({health.Failure?.Kind})");
    }
}
