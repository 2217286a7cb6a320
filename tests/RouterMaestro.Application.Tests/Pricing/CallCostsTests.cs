using NSubstitute;
using RouterMaestro.Application.Outcomes;
using RouterMaestro.Application.Ports;
using RouterMaestro.Application.Pricing;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Pricing;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Usage;

namespace RouterMaestro.Application.Tests.Pricing;

public sealed class CallCostsTests
{
    private static readonly ModelRef _model = new("p", "m");
    private static readonly UsageCost _cost = new(null, 7, CostSource.Table);

    [Theory]
    [InlineData(CallEnd.Completed, true)]
    [InlineData(CallEnd.Failed, true)]
    [InlineData(CallEnd.Abandoned, true)]
    [InlineData(CallEnd.Refused, false)]
    public void A_call_costs_something_unless_it_ended_before_any_output(CallEnd end, bool costs) => Assert.Equal(costs ? _cost : UsageCost.None, CostOf(Call(end)));

    [Theory]
    [InlineData(CallOperation.Chat, true)]
    [InlineData(CallOperation.Embeddings, true)]
    [InlineData(CallOperation.StoredResponse, false)]
    public void A_stored_response_was_paid_for_when_it_was_made(CallOperation operation, bool costs) =>
        Assert.Equal(costs ? _cost : UsageCost.None, CostOf(new CallOutcome("1", new RequestFacts("m") { Operation = operation }, CallEnd.Completed) { Model = _model }));

    [Fact]
    public void Counts_and_calls_without_a_provider_cost_nothing()
    {
        Assert.Equal(UsageCost.None, CostOf(Call(CallEnd.Completed) with { IsCount = true }));
        Assert.Equal(UsageCost.None, CostOf(Call(CallEnd.Completed) with { Model = null }));
    }

    [Fact]
    public void What_a_provider_states_of_a_refused_call_counts() =>
        Assert.Equal(_cost, CostOf(Call(CallEnd.Refused) with { StatedCosts = [new(_model, "nano-aiu", 1)] }));

    [Theory]
    [InlineData(true, 0, false)]
    [InlineData(true, 1, true)]
    [InlineData(false, 0, true)]
    public void A_refusal_without_output_is_free_where_the_vendor_says_so(bool isFree, int output, bool costs) => Assert.Equal(
        costs ? _cost : UsageCost.None,
        CostOf(Call(CallEnd.Completed) with { Finish = FinishReason.ContentFilter, Usage = new(9, 0, 0, output, 0) }, isFree));

    private static UsageCost CostOf(CallOutcome call, bool hasFreeRefusals = false)
    {
        var prices = Substitute.For<IPriceBook>();
        prices.CostOf(default!, default, default, default).ReturnsForAnyArgs(_cost);
        prices.HasFreeRefusals(_model).Returns(hasFreeRefusals);
        return prices.CostOf(call);
    }

    private static CallOutcome Call(CallEnd end) => new("1", new RequestFacts("m"), end) { Model = _model };
}
