using RouterMaestro.Application.Usage;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Pricing;
using RouterMaestro.Domain.Usage;

namespace RouterMaestro.Usage.Sqlite.Tests;

public sealed class RecordingTests
{
    private static readonly UsageFilter _all = new(StoreStage.Noon.AddYears(-20), StoreStage.Noon.AddYears(20));

    [Fact]
    public async Task Request_is_listed_with_all_that_was_recorded()
    {
        await using var stage = await StoreStage.StartAsync();
        var outcome = StoreStage.Outcome(1) with
        {
            Usage = new TokenUsage(1, 2, 3, 4, 5) { CacheWriteHour = 6, ServiceTier = "flex" },
            Overhead = TimeSpan.FromMicroseconds(70),
            FailedCalls = [new(new("two", "b"), FailureKind.RateLimited, 429, TimeSpan.FromMilliseconds(8))],
            Attempts = 2,
            CatalogRevision = "c1",
            SettingsRevision = "s1",
            StatedCosts = [new(new("one", "a"), "nano-aiu", 9.5m)],
        };
        stage.End(outcome);
        await stage.TotalsAsync(1);

        var record = Assert.Single((await stage.Store.ListAsync(_all, null, 10, CancellationToken.None)).Requests);
        var expected = UsageRecords.Of(outcome, new(9, 21, CostSource.Stated), record.Session);
        Assert.NotNull(record.Session);
        Assert.Equal(expected, record);
        Assert.True(record.IsFallback);
        Assert.Equal("curl", record.Client);
    }

    [Fact]
    public async Task Record_can_be_queried_without_a_stop()
    {
        await using var stage = await StoreStage.StartAsync();
        stage.End(StoreStage.Outcome(0));
        await stage.TotalsAsync(1);

        stage.End(StoreStage.Outcome(1));
        await stage.TotalsAsync(2);

        // a machine under load may take longer than the interval
        Assert.True(new SqliteUsageOptions().FlushInterval < TimeSpan.FromSeconds(1), "what is recorded can be queried within a second");
    }

    [Fact]
    public async Task Stop_writes_what_waits()
    {
        await using var stage = await StoreStage.StartAsync(configure: o => o.FlushInterval = TimeSpan.FromMilliseconds(500));
        stage.End(Enumerable.Range(0, 500).Select(i => StoreStage.Outcome(i)));
        await stage.RestartAsync();

        Assert.Equal(500, (await stage.AskAsync()).Totals.Requests);
    }

    [Fact]
    public async Task Session_has_the_same_hash_after_a_restart_and_another_one_in_another_installation()
    {
        await using var stage = await StoreStage.StartAsync();
        stage.End(StoreStage.Outcome(1));
        await stage.RestartAsync();
        stage.End(StoreStage.Outcome(2), StoreStage.Outcome(3) with { SessionId = null });
        await stage.TotalsAsync(3);
        await using var other = await StoreStage.StartAsync();
        other.End(StoreStage.Outcome(1));
        await other.TotalsAsync(1);

        var groups = (await stage.AskAsync(UsageDimension.Session)).Groups;
        Assert.Equal([2, 1], groups.Select(g => g.Totals.Requests));
        Assert.Equal("", groups[1].Name);
        Assert.NotEqual(groups[0].Name, Assert.Single((await other.AskAsync(UsageDimension.Session)).Groups).Name);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(stage.File));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(stage.Folder, "usage.key")));
        }
    }

    [Fact]
    public async Task Pages_hold_each_request_once_and_the_newest_first()
    {
        await using var stage = await StoreStage.StartAsync();
        stage.End(Enumerable.Range(0, 25).Select(i => StoreStage.Outcome(i, at: StoreStage.Noon.AddSeconds(i / 3))));
        await stage.TotalsAsync(25);

        List<UsageRecord> all = [];
        string? cursor = null;
        do
        {
            var page = await stage.Store.ListAsync(_all, cursor, 10, CancellationToken.None);
            all.AddRange(page.Requests);
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(25, all.Select(r => r.RequestId).Distinct().Count());
        Assert.Equal(all.Select(r => r.StartedAt).OrderDescending(), all.Select(r => r.StartedAt));
        await Assert.ThrowsAsync<ArgumentException>(() => stage.Store.ListAsync(_all, "nonsense", 10, CancellationToken.None));
    }

    [Fact]
    public async Task Counts_and_stored_responses_use_no_tokens_and_refusals_cost_nothing()
    {
        await using var stage = await StoreStage.StartAsync();
        stage.End(
            StoreStage.Outcome(1) with { IsCount = true },
            StoreStage.Outcome(2, CallEnd.Refused) with { Usage = null, Provider = null, Error = new(RouterErrorKind.UpstreamFailed, 400, "no") });
        var totals = await stage.TotalsAsync(2);

        Assert.Equal((0, 0, 0), (totals.Prompt, totals.Cost, totals.UnknownCosts));
        Assert.Equal((1, 1), (totals.Completed, totals.Refused));
    }

    [Fact]
    public async Task Changes_of_circuits_have_rows_of_their_own()
    {
        await using var stage = await StoreStage.StartAsync();
        var circuit = new HealthKey(HealthScope.Candidate, "one/a");
        stage.Change(new(circuit, new() { OpenUntil = StoreStage.Noon.AddSeconds(1), Failure = new(FailureKind.Overloaded, "no") }, StoreStage.Noon));
        stage.Change(new(circuit, new(), StoreStage.Noon.AddSeconds(2)));
        await stage.RestartAsync();

        Assert.Equal(2, stage.Scalar("SELECT count(*) FROM circuit_changes c JOIN texts t ON t.id = c.circuit WHERE t.text = 'one/a'"));
    }

    [Fact]
    public async Task Names_of_all_filters_are_listed()
    {
        await using var stage = await StoreStage.StartAsync();
        stage.End(StoreStage.Outcome(1, model: "one/a/b"), StoreStage.Outcome(2, model: "two/c"), StoreStage.Outcome(3) with { Model = null, Identity = null });
        await stage.TotalsAsync(3);

        var names = await stage.Store.NamesAsync(CancellationToken.None);
        Assert.Equal(["one", "two"], names.Providers);
        Assert.Equal(["one/a/b", "two/c"], names.Models);
        Assert.Equal(["laptop"], names.Keys);
    }
}
