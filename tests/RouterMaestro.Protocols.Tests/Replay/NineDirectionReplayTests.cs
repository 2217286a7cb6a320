using RouterMaestro.TestKit;

namespace RouterMaestro.Protocols.Tests.Replay;

/// <summary>Recorded traffic in every direction: what callers sent to any provider, and what providers answered to any caller.</summary>
public sealed class NineDirectionReplayTests
{
    private const double MinCarried = 0.98;
    private const int MaxSkipped = 15;

    [SharedDataFact]
    public void Nearly_every_recording_keeps_what_matters_across_protocols() => Check(ReplayScore.All.Where(s => !s.Direction.IsPassthrough), MinCarried);

    [SharedDataFact]
    public void Every_recording_passes_equal_within_its_protocol() => Check(ReplayScore.All.Where(s => s.Direction.IsPassthrough), 1);

    [SharedDataFact]
    public void Each_direction_keeps_as_much()
    {
        foreach (var direction in ReplayScore.All.GroupBy(s => s.Direction))
        {
            Check(direction, direction.Key.IsPassthrough ? 1 : MinCarried);
        }
    }

    [SharedDataFact]
    public void Few_recordings_are_skipped_and_each_is_there()
    {
        Assert.True(ReplaySkips.Reasons.Count <= MaxSkipped, $"{ReplaySkips.Reasons.Count} are skipped");
        var files = Directory.EnumerateFiles(Path.Combine(SharedData.Root!, "recorded"), "*", SearchOption.AllDirectories).Select(Path.GetFileName).ToHashSet();
        Assert.All(ReplaySkips.Reasons, skip => Assert.True(files.Contains(skip.Key) && skip.Value.Length > 0, skip.Key));
        Assert.True(ReplayedRecording.All.Select(r => r.Recording.File).Distinct().Count() >= 480);
        Assert.True(ReplayScore.All.Count(s => s.Side == "dialogues") >= 200, "dialogues are missing");
    }

    /// <summary>A file is kept when nothing of it came out otherwise, on either side.</summary>
    private static void Check(IEnumerable<ReplayScore> scores, double least)
    {
        var files = scores.GroupBy(s => s.File).ToList();
        var failed = files.Where(f => f.Any(s => s.Difference is not null)).ToList();
        var ratio = 1 - ((double)failed.Count / files.Count);
        Assert.True(
            ratio >= least,
            $"{ratio:P1} of {files.Count} files are kept.\n{string.Join('\n', failed.SelectMany(f => f).Where(s => s.Difference is not null))}");
    }
}
