using System.Globalization;
using CsCheck;
using RouterMaestro.Application.Outcomes;
using RouterMaestro.Application.Pricing;
using RouterMaestro.Application.Usage;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Usage;
using RouterMaestro.Usage.Sqlite.Storage;

namespace RouterMaestro.Usage.Sqlite.Tests;

/// <summary>Holds every query against sums that are made of the outcomes alone.</summary>
public sealed class SumTests
{
    private static readonly TimeZoneInfo[] _zones =
    [
        TimeZoneInfo.Utc,
        TimeZoneInfo.CreateCustomTimeZone("west", TimeSpan.FromHours(-8), "west", "west"),
        TimeZoneInfo.CreateCustomTimeZone("half", TimeSpan.FromMinutes(330), "half", "half"),
    ];

    private static readonly string[] _models = ["one/a", "one/b", "two/a", "two/c/d", "unknown/e", "included/f", ""];
    private static readonly string?[] _agents = ["claude-cli/2.1", "curl/8", null];

    private static readonly Gen<CallOutcome> _outcome =
        from hours in Gen.Int[0, 24 * 9]
        from seconds in Gen.Int[0, 3599]
        from model in Gen.OneOf(_models)
        from end in Gen.Enum<CallEnd>()
        from key in Gen.OneOf<string?>("laptop", "server", null)
        from agent in Gen.OneOf(_agents)
        from tokens in Gen.Long[0, 1_000_000].Array[6]
        from first in Gen.Int[1, 60_000]
        from stated in Gen.Int[0, 3]
        select StoreStage.Outcome(seconds, end, model, StoreStage.Noon.AddHours(hours).AddSeconds(seconds)) with
        {
            Identity = key,
            UserAgent = agent,
            Usage = new TokenUsage(tokens[0], tokens[1], tokens[2], tokens[3], tokens[4]) { CacheWriteHour = tokens[5] },
            TimeToFirstContent = TimeSpan.FromMilliseconds(first),
            Duration = TimeSpan.FromMilliseconds(first * 3),
            StatedCosts = stated == 0 && model.Length > 0 ? [new StatedCost(new("one", "a"), "usd", tokens[0] * 0.001m)] : [],
        };

    private static readonly Gen<(UsageFilter Filter, UsageDimension By, int Zone)> _query =
        from start in Gen.Int[-30, 24 * 9]
        from length in Gen.Int[1, 24 * 10]
        from dimension in Gen.Enum<UsageDimension>()
        from zone in Gen.Int[0, 2]
        from provider in Gen.OneOf<string?>("one", "two", "absent", null, null)
        from model in Gen.OneOf<string?>("a", "one/a", "c/d", null, null, null)
        from key in Gen.OneOf<string?>("laptop", "absent", null, null)
        select (new UsageFilter(StoreStage.Noon.AddHours(start), StoreStage.Noon.AddHours(start + length)) { Provider = provider, Model = model, KeyName = key }, dimension, zone);

    [Theory]
    [InlineData(400, false)]
    [InlineData(400, true)]
    public async Task Every_query_equals_the_sums_of_the_outcomes(int count, bool isRolledUp)
    {
        var outcomes = _outcome.Array[count].Single();
        await using var stage = await StoreStage.StartAsync();
        stage.End(outcomes);
        await stage.TotalsAsync(count);
        if (isRolledUp)
        {
            // a start adds everything to the roll-ups
            await stage.RestartAsync();
            stage.End(outcomes[0]);
            outcomes = [.. outcomes, outcomes[0]];
            await stage.TotalsAsync(count + 1);
            Assert.NotEqual(0, stage.Scalar("SELECT count(*) FROM cells"));
        }

        await _query.SampleAsync(
            async query =>
            {
                var report = await stage.Store.QueryAsync(new(query.Filter, query.By, _zones[query.Zone]), CancellationToken.None);
                Check(outcomes, query.Filter, query.By, _zones[query.Zone], report);
            },
            iter: 300,
            threads: 1);
    }

    [Fact]
    public void Percentiles_are_off_by_five_percent_at_most() => Gen.Long[1, 600_000_000].Array[1, 300].Sample(times =>
    {
        var (first, second) = (new Histogram(), new Histogram());
        for (var i = 0; i < times.Length; i++)
        {
            (i % 2 == 0 ? first : second).Add(times[i]);
        }

        first.Add(second.Write());
        Array.Sort(times);
        foreach (var share in new[] { 0.5, 0.95 })
        {
            var exact = times[(int)Math.Ceiling(times.Length * share) - 1];
            Assert.InRange(first.Percentile(share)!.Value.TotalMicroseconds, (exact * 0.95) - 1, (exact * 1.05) + 1);
        }
    });

    private static void Check(CallOutcome[] outcomes, UsageFilter filter, UsageDimension by, TimeZoneInfo zone, UsageReport report)
    {
        var (from, until) = (Floor(filter.From), Floor(filter.Until.AddHours(1).AddTicks(-1)));
        var groups = outcomes
            .Where(o => o.StartedAt >= from && o.StartedAt < until)
            .Where(o => filter.Provider is null || o.Model?.Provider == filter.Provider)
            .Where(o => filter.Model is null || o.Model?.QualifiedId == filter.Model || o.Model?.Id == filter.Model)
            .Where(o => filter.KeyName is null || o.Identity == filter.KeyName)
            .GroupBy(o => NameOf(o, by, zone))
            .ToDictionary(g => g.Key, g => g.ToArray());
        CheckTotals([.. groups.Values.SelectMany(g => g)], report.Totals);
        if (by is UsageDimension.None or UsageDimension.Session)
        {
            return;
        }

        Assert.Equal(groups.Keys.Order(StringComparer.Ordinal), report.Groups.Select(g => g.Name).Order(StringComparer.Ordinal));
        Assert.All(report.Groups, g => CheckTotals(groups[g.Name], g.Totals));
    }

    private static void CheckTotals(CallOutcome[] outcomes, UsageTotals totals)
    {
        var prices = new FixedPrices();
        var costs = outcomes.Select(o => prices.CostOf(o)).ToArray();
        Assert.Equal(outcomes.Length, totals.Requests);
        Assert.Equal(outcomes.Count(o => o.End == CallEnd.Completed), totals.Completed);
        Assert.Equal(outcomes.Count(o => o.End == CallEnd.Abandoned), totals.Abandoned);
        Assert.Equal(outcomes.Sum(o => o.Usage!.Prompt), totals.Prompt);
        Assert.Equal(outcomes.Sum(o => o.Usage!.CacheWriteHour), totals.CacheWriteHour);
        Assert.Equal(outcomes.Sum(o => o.Usage!.Completion), totals.Output + totals.Reasoning);
        Assert.Equal(costs.Sum(c => c.Source == Domain.Pricing.CostSource.Stated ? c.Stated!.Value : 0), totals.StatedCost);
        Assert.Equal(costs.Sum(c => c.Source == Domain.Pricing.CostSource.Table ? c.Table!.Value : 0), totals.TableCost);
        Assert.Equal(costs.Sum(c => c.Source == Domain.Pricing.CostSource.Included ? c.Table!.Value : 0), totals.IncludedCost);
        Assert.Equal(costs.Count(c => c.Source == Domain.Pricing.CostSource.Unknown), totals.UnknownCosts);
        Assert.Equal(outcomes.Sum(o => o.StatedCosts.AsSpan().ToArray().Sum(c => c.Amount)), totals.Stated.AsSpan().ToArray().Sum(s => s.Amount));
        var durations = outcomes.Where(o => o.End == CallEnd.Completed).Select(o => o.Duration).Order().ToArray();
        if (durations.Length > 0)
        {
            var exact = durations[(int)Math.Ceiling(durations.Length * 0.95) - 1];
            Assert.InRange(totals.Duration.P95!.Value / exact, 0.95, 1.05);
        }
    }

    private static string NameOf(CallOutcome outcome, UsageDimension by, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(Floor(outcome.StartedAt), zone);
        return by switch
        {
            UsageDimension.Model => outcome.Model?.QualifiedId ?? "",
            UsageDimension.Provider => outcome.Model?.Provider ?? "",
            UsageDimension.Key => outcome.Identity ?? "",
            UsageDimension.Client => outcome.UserAgent is { } agent ? ClientNames.Of(agent) : "",
            UsageDimension.Outcome => outcome.End.ToString().ToLowerInvariant(),
            UsageDimension.Day => local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            UsageDimension.Hour => local.ToString("HH", CultureInfo.InvariantCulture),
            UsageDimension.WeekdayHour => $"{(((int)local.DayOfWeek + 6) % 7) + 1} {local:HH}",
            _ => "",
        };
    }

    private static DateTimeOffset Floor(DateTimeOffset time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerHour), TimeSpan.Zero);
}
