using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Pricing;

namespace RouterMaestro.Domain.Tests.Pricing;

public sealed class StatedAmountsTests
{
    [Theory]
    [InlineData(StatedAmounts.NanoAiu, "1000000000", 10_000_000)]
    [InlineData(StatedAmounts.NanoAiu, "150", 2)]
    [InlineData(StatedAmounts.NanoAiu, "50", 0)]
    [InlineData(StatedAmounts.NanoAiu, "250", 2)]
    [InlineData(StatedAmounts.NanoAiu, "50.1", 1)]
    [InlineData(StatedAmounts.UsdTicks, "1399000", 139_900)]
    [InlineData(StatedAmounts.UsdTicks, "10000000000", NanoDollars.PerDollar)]
    [InlineData(StatedAmounts.UsdTicks, "123456", 12_346)]
    [InlineData(StatedAmounts.Usd, "0.00435825", 4_358_250)]
    [InlineData(StatedAmounts.Usd, "0.0000000015", 2)]
    [InlineData(StatedAmounts.Usd, "0", 0)]
    public void Units_are_converted_and_rounded_once(string unit, string amount, long cost) => Assert.Equal(cost, Sum((unit, amount)));

    [Fact]
    public void Halves_are_added_before_they_are_rounded() =>
        Assert.Equal(1, Sum((StatedAmounts.NanoAiu, "50"), (StatedAmounts.UsdTicks, "5")));

    [Fact]
    public void The_smallest_and_largest_amounts_are_exact()
    {
        Assert.Equal(1, Sum((StatedAmounts.NanoAiu, "50"), (StatedAmounts.NanoAiu, "0.0000000000000000000000000001")));
        Assert.Null(Sum((StatedAmounts.Usd, "79228162514264337593543950335")));
    }

    [Fact]
    public void An_unknown_unit_or_a_negative_amount_leaves_the_sum_unknown()
    {
        Assert.Null(Sum());
        Assert.Null(Sum(("credits", "1")));
        Assert.Null(Sum((StatedAmounts.Usd, "1"), ("credits", "1")));
        Assert.Null(Sum((StatedAmounts.Usd, "-1")));
    }

    private static long? Sum(params (string Unit, string Amount)[] stated) => StatedAmounts.Sum(stated
        .Select(cost => new StatedCost(new("p", "m"), cost.Unit, decimal.Parse(cost.Amount, System.Globalization.CultureInfo.InvariantCulture))).ToEquatableArray());
}
