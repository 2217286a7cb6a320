using Spectre.Console;

namespace RouterMaestro.Cli.Demo;

/// <summary>Tells people how the demo goes.</summary>
internal sealed class DemoReport(IAnsiConsole console)
{
    /// <summary>Says what is about to be shown.</summary>
    public void Open(DemoStage stage)
    {
        console.MarkupLine("[bold]RouterMaestro demo[/]: a gateway and two simulated providers, all on this machine.");
        console.MarkupLineInterpolated($"Gateway {Root(stage.Address)}, OpenAI {Root(stage.OpenAI.Upstream.Address)}, Anthropic {Root(stage.Anthropic.Upstream.Address)}");
        console.WriteLine();

        static string Root(Uri address) => address.Authority;
    }

    /// <summary>Tells a step in one line, and each of its faults in another.</summary>
    public void Show(IDemoStep step, DemoOutcome outcome, TimeSpan duration)
    {
        var word = outcome.IsGood ? "[green]ok  [/]" : "[red]FAIL[/]";
        console.MarkupLine($"{word} {Markup.Escape(step.Title),-48} {Markup.Escape(outcome.Summary),-16} {duration.TotalMilliseconds,5:0} ms");
        foreach (var fault in outcome.Faults)
        {
            console.MarkupLineInterpolated($"     [red]{fault}[/]");
        }
    }

    /// <summary>Sums up.</summary>
    public void Close(IReadOnlyList<DemoOutcome> outcomes)
    {
        var failed = outcomes.Count(outcome => !outcome.IsGood);
        console.WriteLine();
        console.MarkupLine(failed == 0
            ? $"[green]All {outcomes.Count} steps passed[/]: every answer is what its provider sent."
            : $"[red]{failed} of {outcomes.Count} steps failed.[/]");
    }
}
