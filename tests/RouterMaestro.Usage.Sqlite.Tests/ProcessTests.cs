using System.Diagnostics;
using System.Globalization;

namespace RouterMaestro.Usage.Sqlite.Tests;

/// <summary>What is left of the records of a process that ends.</summary>
public sealed class ProcessTests
{
    private const int Requests = 3000;

    [Fact]
    public async Task Killed_process_has_recorded_all_that_ended_more_than_a_second_before()
    {
        var folder = Directory.CreateTempSubdirectory("usage-").FullName;
        try
        {
            var times = await RunAsync(folder, process => process.Kill());
            var old = times.Count(t => TimeProvider.System.GetElapsedTime(t, times[^1]) > TimeSpan.FromSeconds(1));
            await using var stage = await StoreStage.StartAsync(folder);

            Assert.True(old > 100, "the process was killed too early to tell anything");
            Assert.Equal(old, stage.Scalar($"SELECT count(DISTINCT request_id) FROM requests WHERE CAST(substr(request_id, 5) AS INTEGER) < {old}"));
            Assert.Equal(1, stage.Scalar("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"));
            Assert.Equal(stage.Scalar("SELECT count(*) FROM requests"), (await stage.AskAsync()).Totals.Requests);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Process_that_is_asked_to_stop_records_everything()
    {
        // Windows knows no SIGTERM
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var folder = Directory.CreateTempSubdirectory("usage-").FullName;
        try
        {
            var times = await RunAsync(folder, process => Process.Start("kill", $"-TERM {process.Id}").WaitForExit());
            await using var stage = await StoreStage.StartAsync(folder);
            Assert.Equal(times.Count, (await stage.AskAsync()).Totals.Requests);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Runs a process that records, and ends it after some requests.</summary>
    /// <returns>The times at which requests had ended.</returns>
    private static async Task<List<long>> RunAsync(string folder, Action<Process> end)
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { typeof(ProcessTests).Assembly.Location, folder },
            RedirectStandardOutput = true,
        })!;
        List<long> times = [];
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            Assert.Equal(times.Count, int.Parse(line, CultureInfo.InvariantCulture));
            times.Add(TimeProvider.System.GetTimestamp());
            if (times.Count == Requests)
            {
                end(process);
            }
        }

        await process.WaitForExitAsync();
        return times;
    }
}
