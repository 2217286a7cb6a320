using CsCheck;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Pools;

namespace RouterMaestro.Domain.Tests.Routing;

/// <summary>The order of candidates when losses are to be avoided.</summary>
public sealed class LossOrderTests
{
    private static readonly Gen<bool[]> _losses = Gen.Bool.Array[0, 8];

    [Fact]
    public void Behind_a_first_that_loses_something_those_that_lose_nothing_come_first_and_nothing_else_changes_places() => _losses.Sample(others =>
    {
        bool[] loses = [true, .. others];
        List<int> asked = [];

        var ordered = LossOrder.Prefer(Plan(loses.Length), c =>
        {
            asked.Add(PlaceOf(c));
            return loses[PlaceOf(c)];
        }).Candidates.Select(PlaceOf).ToArray();

        Assert.Equal(Enumerable.Range(0, loses.Length).OrderBy(place => loses[place]), ordered);
        Assert.Equal(asked.Distinct(), asked);
    });

    [Fact]
    public void A_plan_that_begins_without_loss_or_has_no_choice_stays_itself()
    {
        var plan = Plan(3);

        Assert.Same(plan, LossOrder.Prefer(plan, c => PlaceOf(c) > 0));
        Assert.Same(plan, LossOrder.Prefer(plan, _ => true));
        var single = Plan(1);
        Assert.Same(single, LossOrder.Prefer(single, _ => throw new InvalidOperationException("there is nothing to ask")));
    }

    [Fact]
    public void The_reason_mentions_the_new_order_and_a_demoted_candidate_is_not_probed()
    {
        var plan = Plan(2);
        plan = plan with { Candidates = [plan.Candidates[0] with { IsProbe = true }, plan.Candidates[1]] };

        var ordered = LossOrder.Prefer(plan, c => PlaceOf(c) == 0);

        Assert.Equal("entry; loses nothing of the request", ordered.Candidates[0].Reason);
        Assert.Equal("entry", ordered.Candidates[1].Reason);
        Assert.All(ordered.Candidates, c => Assert.False(c.IsProbe));
    }

    private static RoutePlan Plan(int count) =>
        new(Enumerable.Range(0, count).Select(place => new Candidate(new ModelRef("p", $"{place}"), "entry")).ToEquatableArray());

    private static int PlaceOf(Candidate candidate) => int.Parse(candidate.Model.Id, System.Globalization.CultureInfo.InvariantCulture);
}
