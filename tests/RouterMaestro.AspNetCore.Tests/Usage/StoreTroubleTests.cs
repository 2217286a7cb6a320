using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using RouterMaestro.Domain.Usage;
using RouterMaestro.TestKit;

namespace RouterMaestro.AspNetCore.Tests.Usage;

/// <summary>What callers and operators notice of a store that cannot be written: nothing, and <c>/health</c>.</summary>
public sealed class StoreTroubleTests
{
    private const int Workers = 4;

    // a call that waited for SQLite would take as long as the lock, or one of its waits of a second at least
    private static readonly TimeSpan _promised = TimeSpan.FromMilliseconds(800);

    // a minute of them stays far below the 100,000 records that may wait
    private static readonly TimeSpan _between = TimeSpan.FromMilliseconds(10);

    private static readonly UsageFilter _all = new(DateTimeOffset.UnixEpoch.AddYears(30), DateTimeOffset.UnixEpoch.AddYears(200));

    private static readonly TimeSpan _locked = TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("ROUTER_MAESTRO_LOCK_SECONDS"), CultureInfo.InvariantCulture, out var seconds) ? seconds : 2);

    [Fact]
    public Task Lock_under_load_fails_no_request_holds_up_none_and_loses_none() => RealTime.HoldsAsync(async () =>
    {
        await using var gateway = await UsageGateway.StartAsync();
        Assert.Equal(200, await gateway.AskAsync());
        await RealTime.UntilAsync(async () => await CountAsync(gateway) == 1);
        ConcurrentQueue<TimeSpan> times = [];
        using (Lock(gateway))
        {
            var began = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, Workers).Select(async worker =>
            {
                using var pace = new PeriodicTimer(_between);
                while (Stopwatch.GetElapsedTime(began) < _locked && await pace.WaitForNextTickAsync())
                {
                    var started = Stopwatch.GetTimestamp();
                    Assert.Equal(200, await gateway.AskAsync(stream: worker % 2 == 0));
                    times.Enqueue(Stopwatch.GetElapsedTime(started));
                }
            }));

            // it was locked for all of them: none has been written
            Assert.InRange(gateway.Store.Status.Waiting, 1, times.Count);
            Assert.False(gateway.Store.Status.IsWritable);
        }

        await RealTime.UntilAsync(async () => await CountAsync(gateway) == times.Count + 1);
        Assert.Equal(new UsageStoreStatus(), gateway.Store.Status);
        RealTime.InRange(times.Max(), TimeSpan.Zero, _promised);
    });

    [Fact]
    public async Task Health_tells_of_a_store_that_cannot_be_written_until_it_can()
    {
        await using var gateway = await UsageGateway.StartAsync();
        await RealTime.UntilAsync(() => File.Exists(gateway.StoreFile));
        Assert.Equal("""{"status":"healthy"}""", await gateway.HealthAsync());
        using (Lock(gateway))
        {
            Assert.Equal(200, await gateway.AskAsync());
            await RealTime.UntilAsync(async () => (await gateway.HealthAsync()).Contains("\"usage\"", StringComparison.Ordinal));

            var health = JsonNode.Parse(await gateway.HealthAsync())!;
            Assert.Equal("healthy", (string?)health["status"]);
            Assert.Contains("stats.db cannot be written", (string?)health["usage"]!["problem"], StringComparison.Ordinal);
            Assert.Equal((1, 0), ((int)health["usage"]!["waiting"]!, (int)health["usage"]!["without_detail"]!));
        }

        await RealTime.UntilAsync(async () => await gateway.HealthAsync() == """{"status":"healthy"}""");
        Assert.Equal(1, await CountAsync(gateway));
    }

    [Fact]
    public async Task Recording_is_turned_off_and_on_without_a_restart()
    {
        await using var gateway = await UsageGateway.StartAsync();
        Assert.Equal(200, await gateway.AskAsync());
        await RealTime.UntilAsync(async () => await CountAsync(gateway) == 1);

        // the mistake beside it shows in /health from when the file is in effect; the admin API tells what the file says, which may be earlier
        gateway.WritePriorities("""{"usage":{"enabled":false},"names":"none"}""");
        await RealTime.UntilAsync(async () => (await gateway.HealthAsync()).Contains("\"problems\"", StringComparison.Ordinal));
        Assert.Equal(200, await gateway.AskAsync());

        gateway.WritePriorities("""{"usage":{"enabled":true}}""");
        await RealTime.UntilAsync(async () => await gateway.HealthAsync() == """{"status":"healthy"}""");
        Assert.Equal(200, await gateway.AskAsync());
        await gateway.StopAsync();

        Assert.Equal(2, await CountAsync(gateway));
    }

    private static async Task<long> CountAsync(UsageGateway gateway) =>
        (await gateway.Store.QueryAsync(new(_all, UsageDimension.None, TimeZoneInfo.Utc), CancellationToken.None)).Totals.Requests;

    private static SqliteConnection Lock(UsageGateway gateway)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = gateway.StoreFile, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "BEGIN EXCLUSIVE";
        command.ExecuteNonQuery();
        return connection;
    }
}
