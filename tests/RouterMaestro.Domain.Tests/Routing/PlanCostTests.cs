using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Domain.Tests.Routing;

/// <summary>The cost of planning on the usual path.</summary>
public sealed class PlanCostTests
{
    private const int Calls = 1_000;
    private const long MaxBytes = 512;

    [Theory]
    [InlineData("p1/m17")]
    [InlineData("m17")]
    [InlineData("router-maestro")]
    public void A_usual_plan_allocates_next_to_nothing(string name)
    {
        var routes = Plans.Table(
            new RoutingSettings { Priorities = [.. Enumerable.Range(0, 50).Select(i => $"p{i % 10}/m{i}")] },
            [.. Enumerable.Range(0, 10).Select(p => Plans.Provider($"p{p}", [.. Enumerable.Range(0, 500).Select(m => $"m{m}")]))]);
        var facts = new RequestFacts(name) { HasTools = true, Size = 10_000 };
        Assert.Null(RoutePlanner.Plan(facts, routes, HealthSnapshot.Clear, Plans.Now, 0).Error);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Calls; i++)
        {
            RoutePlanner.Plan(facts, routes, HealthSnapshot.Clear, Plans.Now, (ulong)i);
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / Calls, 0, MaxBytes);
    }
}
