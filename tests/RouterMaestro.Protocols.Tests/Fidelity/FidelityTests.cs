using System.Globalization;
using System.Text;
using RouterMaestro.Protocols.Tests.Replay;
using RouterMaestro.TestKit;

namespace RouterMaestro.Protocols.Tests.Fidelity;

public sealed class FidelityTests
{
    [Fact]
    public void The_published_table_matches_the_codecs() => FidelityPage.Check("table", FidelityTable.Make().Text);

    [Fact]
    public void Every_loss_has_a_reason_and_is_reported()
    {
        var faults = FidelityTable.Make().Faults;
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [SharedDataFact]
    public void The_published_figures_match_the_replays()
    {
        var text = new StringBuilder("| Direction | Files | Kept | Requests | Answers | Dialogues |\n|---|---|---|---|---|---|\n");
        foreach (var direction in Hop.All)
        {
            var scores = ReplayScore.All.Where(s => s.Direction == direction).ToList();
            var files = scores.GroupBy(s => s.File).ToList();
            var kept = files.Count(f => f.All(s => s.Difference is null));
            text.Append(CultureInfo.InvariantCulture, $"| {direction} | {files.Count} | {(double)kept / files.Count:P1} | {Of(scores, "requests")} | {Of(scores, "answers")} | {Of(scores, "dialogues")} |\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\n{ReplayedRecording.All.Select(r => r.Recording.File).Distinct().Count()} files were replayed, {ReplaySkips.Reasons.Count} left out:\n\n");
        foreach (var (file, reason) in ReplaySkips.Reasons)
        {
            text.Append(CultureInfo.InvariantCulture, $"- `{file}`: {reason}\n");
        }

        FidelityPage.Check("figures", text.ToString());
    }

    private static string Of(List<ReplayScore> scores, string side)
    {
        var sides = scores.Where(s => s.Side == side).ToList();
        return sides.Count == 0 ? "—" : string.Create(CultureInfo.InvariantCulture, $"{sides.Count(s => s.Difference is null)} of {sides.Count}");
    }
}
