using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Ports;
using RouterMaestro.Application.Streams;
using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Application.Planning;

/// <summary>Plans calls. Relaying, explaining and counting take their plans and the calls to the candidates from here.</summary>
/// <param name="health">The circuits.</param>
/// <param name="affinity">The known signatures and stored responses.</param>
/// <param name="guards">The stream guards of the host.</param>
/// <param name="seeds">Makes the random number of a call.</param>
internal sealed class CallPlanner(IHealthStore health, IAffinityStore affinity, StreamGuards guards, Func<ulong> seeds)
{
    // each lost race means that another call claimed the probe, so that the next plan differs
    private const int MaxRaces = 8;

    /// <summary>Creates a planner whose random numbers are those of the process.</summary>
    public CallPlanner(IHealthStore health, IAffinityStore affinity, StreamGuards guards)
        : this(health, affinity, guards, static () => (ulong)Random.Shared.NextInt64())
    {
    }

    /// <summary>Plans a call without effect: no probe is claimed.</summary>
    public PlannedCall Plan(InboundCall call, GatewaySnapshot snapshot) => Plan(call, snapshot, seeds());

    /// <summary>Plans a call that is sent next. A plan that begins with a probe is valid only if this call claims the probe.</summary>
    public PlannedCall PlanToSend(InboundCall call, GatewaySnapshot snapshot)
    {
        var seed = seeds();
        for (var race = 0; ; race++)
        {
            var planned = Plan(call, snapshot, seed);
            if (planned.Plan.Candidates is not [{ IsProbe: true } head, ..])
            {
                return planned;
            }

            var probe = health.TryClaim(planned.KeysOf(head.Model));
            if (probe != 0 || race == MaxRaces)
            {
                return planned.Claim(probe);
            }
        }
    }

    /// <summary>
    /// Plans a token count. Callers count to find out whether a prompt fits, so that a prompt too long for every model is planned too;
    /// the operator's reasoning settings and guards of responses do not count.
    /// </summary>
    public PlannedCall PlanCount(InboundCall call, GatewaySnapshot snapshot)
    {
        var (circuits, now) = (health.Current, health.Now);
        var plan = RoutePlanner.Plan(FactsOfCount(call), snapshot.Routes, circuits, now, seeds());
        return new(call, snapshot, AffinityRule.Apply(plan, call, snapshot, affinity), affinity, StreamGuards.None) { Health = circuits, Now = now, Reasoning = ReasoningDefaults.Default };
    }

    /// <summary>Plans a call about a stored response, which only the provider that stores it can serve.</summary>
    public PlannedCall PlanStored(InboundCall call, ModelRef model, string reason, GatewaySnapshot snapshot) =>
        new(call, snapshot, new RoutePlan([new Candidate(model, reason)]) { Resolution = $"response '{call.StoredResponse!.Id}' is stored by '{model.Provider}'" }, affinity, guards);

    /// <summary>Plans a name without a call: no circuit matters.</summary>
    public static RoutePlan PlanName(string name, GatewaySnapshot snapshot) =>
        RoutePlanner.Plan(new RequestFacts(name) { Operation = CallOperation.Lookup }, snapshot.Routes, HealthSnapshot.Clear, DateTimeOffset.UnixEpoch, seed: 0);

    /// <summary>Returns the facts by which a token count is planned.</summary>
    public static RequestFacts FactsOfCount(InboundCall call) => call.Facts with { Size = 0 };

    private PlannedCall Plan(InboundCall call, GatewaySnapshot snapshot, ulong seed)
    {
        var (circuits, now) = (health.Current, health.Now);
        var plan = ReserveRule.Apply(RoutePlanner.Plan(call.Facts, snapshot.Routes, circuits, now, seed), snapshot);
        plan = RouteLosses.Apply(AffinityRule.Apply(plan, call, snapshot, affinity), call, snapshot, affinity, guards);
        return new(call, snapshot, plan, affinity, guards) { Health = circuits, Now = now, Seed = seed };
    }
}
