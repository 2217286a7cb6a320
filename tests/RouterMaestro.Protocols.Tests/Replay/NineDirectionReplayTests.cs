using RouterMaestro.TestKit;

namespace RouterMaestro.Protocols.Tests.Replay;

/// <summary>Replays recorded requests and responses in every direction.</summary>
public sealed class NineDirectionReplayTests
{
    private const double MinCarried = 0.98;
    private const int MaxSkipped = 15;

    [SharedDataFact]
    public void Almost_every_recording_keeps_its_meaning_across_protocols() => Check(ReplayScore.All.Where(s => !s.Direction.IsPassthrough), MinCarried);

    [SharedDataFact]
    public void Every_recording_is_unchanged_within_its_protocol() => Check(ReplayScore.All.Where(s => s.Direction.IsPassthrough), 1);

    [SharedDataFact]
    public void Each_direction_keeps_as_much()
    {
        foreach (var direction in ReplayScore.All.GroupBy(s => s.Direction))
        {
            Check(direction, direction.Key.IsPassthrough ? 1 : MinCarried);
        }
    }

    [SharedDataFact]
    public void Few_recordings_are_skipped_and_each_exists()
    {
        Assert.True(ReplaySkips.Reasons.Count <= MaxSkipped, $"{ReplaySkips.Reasons.Count} are skipped");
        var files = Directory.EnumerateFiles(Path.Combine(SharedData.Root!, "recorded"), "*", SearchOption.AllDirectories).Select(Path.GetFileName).ToHashSet();
        Assert.All(ReplaySkips.Reasons, skip => Assert.True(files.Contains(skip.Key) && skip.Value.Length > 0, skip.Key));
        Assert.True(ReplayedRecording.All.Select(r => r.Recording.File).Distinct().Count() >= 480);
        Assert.True(ReplayScore.All.Count(s => s.Side == "dialogues") >= 200, "dialogues are missing");
    }

    /// <summary>Counts a file as carried if neither its requests nor its responses differ.</summary>
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
