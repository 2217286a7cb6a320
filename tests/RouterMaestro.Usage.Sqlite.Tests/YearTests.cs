using System.Globalization;
using RouterMaestro.Domain.Usage;
using RouterMaestro.Usage.Sqlite.Queries;
using RouterMaestro.Usage.Sqlite.Schema;
using RouterMaestro.Usage.Sqlite.Storage;
using Xunit.Abstractions;

namespace RouterMaestro.Usage.Sqlite.Tests;

/// <summary>
/// The size and the speed of the store with a year of requests. <c>ROUTER_MAESTRO_YEAR=10000000</c> sets their number, with which the limits that
/// <c>docs/usage.md</c> promises are checked; by default there are few, and only sums are.
/// </summary>
public sealed class YearTests(ITestOutputHelper output)
{
    private const int Few = 40_000;
    private const int Many = 10_000_000;

    private static readonly TimeZoneInfo _zone = TimeZoneInfo.CreateCustomTimeZone("east", TimeSpan.FromHours(5.5), "east", "east");

    private readonly int _count =
        int.TryParse(Environment.GetEnvironmentVariable("ROUTER_MAESTRO_YEAR"), CultureInfo.InvariantCulture, out var count) ? count : Few;

    [Fact]
    public async Task Year_is_queried_from_sums()
    {
        var folder = Directory.CreateTempSubdirectory("usage-year-").FullName;
        try
        {
            var file = new StoreFile(Path.Combine(folder, "stats.db"));
            new Year(_count).Write(file);
            var size = new FileInfo(file.Path).Length;
            output.WriteLine($"{_count:N0} requests: {size / 1e6:N0} MB");
            Assert.True(_count < Many || size < 2_000_000_000, $"the file has {size:N0} bytes");

            var store = new SqliteUsageStore(file, new(), new(1));
            await MeasureAsync(store);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Writer_takes_little_time_for_each_record()
    {
        var folder = Directory.CreateTempSubdirectory("usage-writer-").FullName;
        try
        {
            const int batch = 100;
            var year = new Year(Many);
            var records = Enumerable.Range(0, _count >= Many ? 200_000 : 10_000).Select(year.Next).ToArray();
            using var writer = StoreWriter.Open(new(Path.Combine(folder, "stats.db")));
            writer.Write(records[..batch], new());
            var before = Environment.CpuUsage.TotalTime;
            for (var i = batch; i < records.Length; i += batch)
            {
                writer.Write(new ArraySegment<UsageRecord>(records, i, batch), new());
            }

            var each = (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / (records.Length - batch);
            output.WriteLine($"the writer: {each:N1} us of CPU a record in batches of {batch}");
            Assert.True(_count < Many || each <= 15, $"a record takes {each:N1} us");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task MeasureAsync(SqliteUsageStore store)
    {
        UsageFilter[] filters =
        [
            new(Year.Begin, Year.End),
            new(Year.Begin.AddHours(7), Year.End.AddHours(-5)),
            new(Year.Begin.AddHours(7), Year.End.AddHours(-5)) { Provider = "openai" },
            new(Year.Begin.AddHours(7), Year.End.AddHours(-5)) { Model = "claude-sonnet-5" },
            new(Year.Begin.AddHours(7), Year.End.AddHours(-5)) { KeyName = "team" },
            new(Year.Begin.AddHours(7), Year.End.AddHours(-5)) { Provider = "openai", KeyName = "team" },
        ];
        foreach (var filter in filters)
        {
            long? requests = null;
            foreach (var by in Enum.GetValues<UsageDimension>().Where(d => d != UsageDimension.Session))
            {
                var report = await MeasureAsync(200, $"{Name(filter)} by {by}", () => store.QueryAsync(new(filter, by, _zone), CancellationToken.None));
                requests ??= report.Totals.Requests;
                Assert.Equal(requests, report.Totals.Requests);
            }
        }

        var week = new UsageFilter(Year.End.AddDays(-7), Year.End);
        await MeasureAsync(500, "7 days by Session", () => store.QueryAsync(new(week, UsageDimension.Session, _zone), CancellationToken.None));
        await MeasureAsync(500, "a page of 7 days", () => store.ListAsync(week, null, 100, CancellationToken.None));
        await MeasureAsync(500, "a page of 7 days, one key", () => store.ListAsync(week with { KeyName = "phone" }, null, 100, CancellationToken.None));
    }

    private static string Name(UsageFilter filter) => string.Join(' ', new[] { filter.Provider, filter.Model, filter.KeyName }.OfType<string>().DefaultIfEmpty("all"));

    // the second of two runs: the first one also compiles and reads from the disk
    private async Task<T> MeasureAsync<T>(double limit, string what, Func<Task<T>> ask)
    {
        await ask();
        var started = TimeProvider.System.GetTimestamp();
        var result = await ask();
        var took = TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
        output.WriteLine($"{took,8:N1} ms  {what}");
        Assert.True(_count < Many || took < limit, $"{what} took {took:N0} ms");
        return result;
    }
}
