using Microsoft.Data.Sqlite;
using RouterMaestro.Application.Usage;
using RouterMaestro.Domain.Usage;
using RouterMaestro.Usage.Sqlite.Schema;
using RouterMaestro.Usage.Sqlite.Storage;

namespace RouterMaestro.Usage.Sqlite.Tests;

public sealed class RobustnessTests
{
    [Fact]
    public async Task Locked_file_loses_nothing()
    {
        await using var stage = await StoreStage.StartAsync();
        stage.End(StoreStage.Outcome(0));
        await stage.TotalsAsync(1);
        using (var other = stage.Open())
        {
            Execute(other, "BEGIN EXCLUSIVE");
            stage.End(Enumerable.Range(1, 5000).Select(i => StoreStage.Outcome(i)));
            var status = await stage.StatusAsync(s => !s.IsWritable && s.Waiting == 5000);
            Assert.Contains("locked", status.Problem, StringComparison.Ordinal);
        }

        Assert.Equal(5001, (await stage.TotalsAsync(5001)).Requests);
        Assert.Equal(5001, stage.Scalar("SELECT count(*) FROM requests"));
        Assert.True((await stage.StatusAsync(s => s.IsWritable)).WithoutDetail == 0);
    }

    /// <summary>Under load; <c>ROUTER_MAESTRO_LOCK_SECONDS=60</c> makes it the lock of a minute.</summary>
    [Fact]
    public async Task Lock_under_load_loses_nothing_and_holds_up_nobody()
    {
        var seconds = int.TryParse(Environment.GetEnvironmentVariable("ROUTER_MAESTRO_LOCK_SECONDS"), out var given) ? given : 2;
        await using var stage = await StoreStage.StartAsync();
        stage.End(StoreStage.Outcome(0));
        await stage.TotalsAsync(1);
        var (count, longest) = (1, TimeSpan.Zero);
        using (var other = stage.Open())
        {
            Execute(other, "BEGIN EXCLUSIVE");
            for (var began = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(seconds); count += 10)
            {
                var started = TimeProvider.System.GetTimestamp();
                stage.End(Enumerable.Range(count, 10).Select(i => StoreStage.Outcome(i)));
                longest = TimeSpan.FromTicks(Math.Max(longest.Ticks, TimeProvider.System.GetElapsedTime(started).Ticks));
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
            }
        }

        // a wait for SQLite would be a second at least
        Assert.InRange(longest, TimeSpan.Zero, TimeSpan.FromMilliseconds(500));
        Assert.Equal(count, (await stage.TotalsAsync(count)).Requests);
        Assert.Equal(count, stage.Scalar("SELECT count(*) FROM requests"));
    }

    [Fact]
    public async Task Requests_past_the_bound_keep_their_sums_only()
    {
        await using var stage = await StoreStage.StartAsync(configure: o => o.MaxWaiting = 100);
        stage.End(StoreStage.Outcome(0));
        await stage.TotalsAsync(1);
        using (var other = stage.Open())
        {
            Execute(other, "BEGIN EXCLUSIVE");
            stage.End(Enumerable.Range(1, 1000).Select(i => StoreStage.Outcome(i, model: i % 2 == 0 ? "one/a" : "two/b")));
            await stage.StatusAsync(s => s is { WithoutDetail: 900, Waiting: 100 });
        }

        var totals = await stage.TotalsAsync(1001);
        Assert.Equal((1001, 1001 * 150, 1001 * 150), (totals.Requests, totals.Cost, totals.Prompt + totals.Output + totals.Reasoning));
        Assert.Equal(101, stage.Scalar("SELECT count(*) FROM requests"));
        Assert.Equal([501, 500], (await stage.AskAsync(UsageDimension.Model)).Groups.Select(g => g.Totals.Requests));
    }

    [Fact]
    public async Task Full_disk_loses_nothing()
    {
        await using var stage = await StoreStage.StartAsync();
        stage.End(StoreStage.Outcome(0));
        await stage.TotalsAsync(1);
        await stage.StopAsync();
        var file = new StoreFile(stage.File);
        var records = Enumerable.Range(0, 5000).Select(i => UsageRecords.Of(StoreStage.Outcome(i), default, null)).ToArray();
        using (var writer = StoreWriter.Open(file))
        {
            writer.LimitPages(stage.Scalar("PRAGMA page_count") + 2);
            var exception = Assert.Throws<SqliteException>(() => writer.Write(records, new()));
            Assert.Equal(SQLitePCL.raw.SQLITE_FULL, exception.SqliteErrorCode);
        }

        Assert.Equal(1, stage.Scalar("SELECT count(*) FROM requests"));
        using (var writer = StoreWriter.Open(file))
        {
            writer.Write(records, new());
        }

        Assert.Equal(5001, stage.Scalar("SELECT count(*) FROM requests"));
        await stage.RestartAsync();
    }

    [Fact]
    public async Task Deleted_file_is_begun_anew()
    {
        await using var stage = await StoreStage.StartAsync();
        stage.End(StoreStage.Outcome(0));
        await stage.TotalsAsync(1);

        File.Delete(stage.File);
        stage.End(StoreStage.Outcome(1), StoreStage.Outcome(2));

        Assert.Equal(2, (await stage.TotalsAsync(2)).Requests);
        Assert.Equal("ok", Text(stage, "PRAGMA integrity_check"));
    }

    [Fact]
    public async Task Replaced_file_is_opened_anew()
    {
        await using var stage = await StoreStage.StartAsync();
        stage.End(StoreStage.Outcome(0));
        await stage.TotalsAsync(1);
        var folder = Directory.CreateTempSubdirectory("usage-").FullName;
        var other = new StoreFile(Path.Combine(folder, "stats.db"));
        other.OpenForWriting().Dispose();

        DeleteAll(stage);
        File.Move(other.Path, stage.File);
        Directory.Delete(folder, recursive: true);
        stage.End(StoreStage.Outcome(1), StoreStage.Outcome(2));

        Assert.Equal(2, (await stage.TotalsAsync(2)).Requests);
    }

    [Fact]
    public async Task Folder_that_cannot_be_written_loses_nothing()
    {
        var root = Directory.CreateTempSubdirectory("usage-").FullName;
        try
        {
            // a file stands where the folder should be
            var folder = Path.Combine(root, "data");
            await File.WriteAllTextAsync(folder, "");
            await using var stage = await StoreStage.StartAsync(folder);
            stage.End(StoreStage.Outcome(0));
            var status = await stage.StatusAsync(s => !s.IsWritable && s.Waiting == 1);
            Assert.DoesNotContain(root, status.Problem, StringComparison.Ordinal);

            File.Delete(folder);
            Assert.Equal(1, (await stage.TotalsAsync(1)).Requests);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Theory]
    [InlineData("this is not a database, and longer than the header of one is, so that nobody can mistake it for an empty file")]
    [InlineData("SQLite format 3\0 and then nothing that makes sense, but for a header of one hundred bytes which is read.....................")]
    public async Task Corrupt_file_is_set_aside(string content)
    {
        await using var stage = await StoreStage.StartAsync();
        await stage.StopAsync();
        DeleteAll(stage);
        await File.WriteAllTextAsync(stage.File, content);

        await stage.StartAgainAsync();
        stage.End(StoreStage.Outcome(0));

        Assert.Equal(1, (await stage.TotalsAsync(1)).Requests);
        Assert.Equal(content, await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(stage.Folder, "stats.db.broken-*"))));
    }

    [Fact]
    public async Task File_of_a_newer_version_is_left_alone()
    {
        await using var stage = await StoreStage.StartAsync();
        stage.End(StoreStage.Outcome(0));
        await stage.TotalsAsync(1);
        using (var connection = stage.Open())
        {
            Execute(connection, "INSERT INTO \"__EFMigrationsHistory\" VALUES ('99990101000000_Future', '10.0.15')");
        }

        await stage.RestartAsync();
        stage.End(StoreStage.Outcome(1));

        var status = await stage.StatusAsync(s => s.Problem is not null);
        Assert.Contains("newer version", status.Problem, StringComparison.Ordinal);
        var exception = await Assert.ThrowsAsync<IOException>(() => stage.AskAsync());
        Assert.Contains("newer version", exception.Message, StringComparison.Ordinal);
        Assert.Equal(1, stage.Scalar("SELECT count(*) FROM requests"));
    }

    [Fact]
    public async Task File_without_the_schema_is_migrated()
    {
        await using var stage = await StoreStage.StartAsync();
        await stage.StopAsync();
        DeleteAll(stage);
        using (var connection = stage.Open())
        {
            Execute(connection, "CREATE TABLE \"__EFMigrationsHistory\" (\"MigrationId\" TEXT NOT NULL PRIMARY KEY, \"ProductVersion\" TEXT NOT NULL)");
        }

        await stage.StartAgainAsync();
        stage.End(StoreStage.Outcome(0));
        Assert.Equal(1, (await stage.TotalsAsync(1)).Requests);
    }

    [Fact]
    public async Task Two_processes_write_one_file()
    {
        await using var first = await StoreStage.StartAsync();
        await using (var second = await StoreStage.StartAsync(first.Folder))
        {
            for (var i = 0; i < 1000; i += 2)
            {
                first.End(StoreStage.Outcome(i, model: $"one/{i % 7}"));
                second.End(StoreStage.Outcome(i + 1, model: $"one/{i % 5}"));
            }

            await first.TotalsAsync(1000);
        }

        await first.RestartAsync();
        Assert.Equal(1000, (await first.AskAsync(UsageDimension.Model)).Totals.Requests);
    }

    [Fact]
    public async Task Old_requests_are_deleted_and_their_sums_stay()
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var stage = await StoreStage.StartAsync(configure: o => o.DetailDays = 30);
        stage.End(Enumerable.Range(0, 6000).Select(i => StoreStage.Outcome(i, at: now.AddDays(-40)) with { SessionId = $"{i % 9}" }));
        stage.End(StoreStage.Outcome(1, at: now.AddDays(-20)));
        await stage.TotalsAsync(6001);
        await stage.RestartAsync();
        await StoreStage.UntilAsync(() => stage.Scalar("SELECT count(*) FROM requests") == 1);

        var report = await stage.AskAsync();
        Assert.Equal((6001, 6001 * 150), (report.Totals.Requests, report.Totals.Cost));
        Assert.InRange(report.DetailSince!.Value, now.AddDays(-21), now.AddDays(-19));
    }

    [Fact]
    public void Migrations_hold_the_whole_schema()
    {
        using var context = UsageContextFactory.Create("Data Source=:memory:");
        Assert.False(Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.HasPendingModelChanges(context.Database));
    }

    private static void DeleteAll(StoreStage stage)
    {
        foreach (var file in Directory.GetFiles(stage.Folder, "stats.db*"))
        {
            File.Delete(file);
        }
    }

    private static string? Text(StoreStage stage, string sql)
    {
        using var connection = stage.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (string?)command.ExecuteScalar();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
