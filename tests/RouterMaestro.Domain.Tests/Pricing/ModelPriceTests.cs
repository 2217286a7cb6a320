using System.Numerics;
using CsCheck;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Pricing;

namespace RouterMaestro.Domain.Tests.Pricing;

public sealed class ModelPriceTests
{
    private static readonly TokenRates _rates = new(3 * NanoDollars.PerDollar, 15 * NanoDollars.PerDollar)
    {
        CacheRead = 300_000_000,
        CacheWrite = 3_750_000_000,
        CacheWriteHour = 6_000_000_000,
    };

    [Fact]
    public void The_cost_is_the_exact_sum_of_all_products_rounded_once_to_the_even_number()
    {
        var tokens = Gen.OneOf(Gen.Long[0, 3_000_000], Gen.Long[0, long.MaxValue / 8]);
        var price = Gen.OneOf(Gen.Long[0, 100_000], Gen.Long[0, NanoDollars.MaxPrice]);
        Gen.Select(tokens.Array[6], price.Array[6], Gen.Int[1, 2]).Sample((t, p, share) =>
        {
            var model = new ModelPrice("v", "m", [new("", 0, new(p[0], p[4]) { CacheRead = p[1], CacheWrite = p[2], CacheWriteHour = p[3], Reasoning = p[5] })])
            {
                Shares = [("batch", new(1, share))],
            };
            var usage = new TokenUsage(t[0], t[1], t[2], t[4], t[5]) { CacheWriteHour = t[3], ServiceTier = "batch" };

            Assert.Equal(Exact(t, p, share), model.CostOf(usage));
        });

        static long? Exact(long[] tokens, long[] prices, int share)
        {
            var divisor = new BigInteger(1_000_000 * share);
            var sum = tokens.Zip(prices, (token, price) => (BigInteger)token * price).Aggregate(BigInteger.Add);
            var (floor, rest) = (sum / divisor, sum % divisor);
            var rounded = (rest * 2).CompareTo(divisor) switch { < 0 => floor, > 0 => floor + 1, _ => floor + (floor % 2) };
            return rounded <= long.MaxValue ? (long)rounded : null;
        }
    }

    [Theory]
    [InlineData(500_000, 0)]
    [InlineData(1_500_000, 2)]
    [InlineData(2_500_000, 2)]
    [InlineData(2_500_001, 3)]
    public void A_half_is_rounded_to_the_even_number(long tokens, long cost) =>
        Assert.Equal(cost, Of(new PriceTier("", 0, new(1, 1))).CostOf(new(tokens, 0, 0, 0, 0)));

    [Fact]
    public void Five_kinds_of_tokens_have_five_prices_and_reasoning_that_of_the_output()
    {
        var usage = new TokenUsage(1, 10, 100, 1000, 10_000) { CacheWriteHour = 100_000 };

        Assert.Equal(3000 + 3000 + 375_000 + 15_000_000 + 150_000_000 + 600_000_000, Of(new PriceTier("", 0, _rates)).CostOf(usage));
    }

    [Fact]
    public void Tokens_without_a_price_make_the_cost_unknown_and_no_tokens_do_not()
    {
        var price = Of(new PriceTier("", 0, new(2_000_000_000, null)));

        Assert.Equal(2000, price.CostOf(new(1, 0, 0, 0, 0)));
        Assert.Null(price.CostOf(new(1, 0, 0, 1, 0)));
        Assert.Null(price.CostOf(new(1, 0, 0, 0, 1)));
        Assert.Null(price.CostOf(new(1, 1, 0, 0, 0)));
        Assert.Null(price.CostOf(new(1, 0, 1, 0, 0)));
        Assert.Null(price.CostOf(new(-1, 0, 0, 0, 0)));
    }

    [Theory]
    [InlineData(199_000, 600_000_000)]
    [InlineData(199_001, 1_200_006_000)]
    public void Above_its_size_a_tier_prices_the_whole_prompt_with_its_cached_tokens(long input, long cost)
    {
        var price = Of(new PriceTier("", 0, new(3_000_000_000, 1) { CacheRead = 3_000_000_000 }), new PriceTier("", 200_000, new(6_000_000_000, 1) { CacheRead = 6_000_000_000 }));

        Assert.Equal(cost, price.CostOf(new(input, 1000, 0, 0, 0)));
    }

    [Theory]
    [InlineData(null, 100)]
    [InlineData("default", 100)]
    [InlineData("standard", 100)]
    [InlineData("ON_DEMAND", 100)]
    [InlineData("batch", 50)]
    [InlineData("priority", 200)]
    [InlineData("Priority", 200)]
    [InlineData("scale", null)]
    public void The_served_tier_has_its_own_price_or_a_share_and_another_one_is_unknown(string? tier, int? cost)
    {
        var price = Of(new PriceTier("", 0, new(100_000_000, 1)), new PriceTier("priority", 0, new(200_000_000, 1))) with { Shares = [("batch", new(1, 2))] };

        Assert.Equal(cost, price.CostOf(new TokenUsage(1000, 0, 0, 0, 0) { ServiceTier = tier }) / 1000);
    }

    [Fact]
    public void A_price_counts_from_its_first_day_to_the_day_before_its_end_and_in_its_hours()
    {
        var price = Of(new PriceTier("", 0, _rates)) with { From = new(2026, 8, 17), Until = new(2026, 9, 1), Hours = (new(1, 0), new(4, 0)) };

        Assert.True(price.IsValidAt(At("2026-08-17T01:00:00Z")));
        Assert.True(price.IsValidAt(At("2026-08-31T03:59:59Z")));
        Assert.True(price.IsValidAt(At("2026-08-17T04:30:00+02:00")));
        Assert.False(price.IsValidAt(At("2026-08-16T02:00:00Z")));
        Assert.False(price.IsValidAt(At("2026-09-01T02:00:00Z")));
        Assert.False(price.IsValidAt(At("2026-08-20T04:00:00Z")));
        Assert.False(price.IsValidAt(At("2026-08-20T00:59:59Z")));
    }

    [Theory]
    [InlineData("3", 3_000_000_000)]
    [InlineData("0", 0)]
    [InlineData("0.1", 100_000_000)]
    [InlineData("0.000000001", 1)]
    [InlineData("1.50000000000", 1_500_000_000)]
    [InlineData("3e-2", 30_000_000)]
    [InlineData("1.5E+1", 15_000_000_000)]
    [InlineData("1000000", 1_000_000_000_000_000)]
    public void Dollars_are_read_by_their_digits(string text, long price)
    {
        Assert.True(NanoDollars.TryParse(text, out var read));
        Assert.Equal(price, read);
    }

    [Theory]
    [InlineData("0.0000000001")]
    [InlineData("1e-30")]
    [InlineData("-1")]
    [InlineData("1000000.1")]
    [InlineData("1e99")]
    [InlineData("")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("1,5")]
    [InlineData("$3")]
    [InlineData(null)]
    public void What_is_no_whole_number_of_nano_dollars_is_refused(string? text) => Assert.False(NanoDollars.TryParse(text, out _));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static ModelPrice Of(params PriceTier[] tiers) => new("v", "m", tiers.ToEquatableArray());
}
