using RouterMaestro.Cli.Demo.Steps;
using RouterMaestro.Testing.Simulation;
using Spectre.Console;

namespace RouterMaestro.Cli.Demo;

/// <summary>Sums the demo up.</summary>
internal sealed class DemoSummary(IAnsiConsole console)
{
    /// <summary>Prints the table of all steps, and how many were good.</summary>
    public void Print(IReadOnlyList<DemoOutcome> outcomes)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns(Right("#"), Left("Client"), Left("Provider"), Left("Shown"), Right("Tokens"), Right("Time"), Left("Result"));
        foreach (var (index, outcome) in outcomes.Index())
        {
            table.AddRow(
                $"{index + 1}",
                outcome.Step.Client.Name,
                outcome.Step.Provider.Name,
                Markup.Escape(outcome.Step.Subject),
                Tokens(outcome.Usage),
                $"{outcome.Duration.TotalMilliseconds:0} ms",
                outcome.IsGood ? "[green]ok[/]" : "[red]FAIL[/]");
        }

        console.WriteLine();
        console.Write(table);
        var failed = outcomes.Count(outcome => !outcome.IsGood);
        console.MarkupLine(failed == 0
            ? $"[green]All {outcomes.Count} steps passed[/]: clients and providers got what they were sent."
            : $"[red]{failed} of {outcomes.Count} steps failed.[/]");
    }

    private static string Tokens(SimulatedUsage? usage) => usage is null ? "-" : $"{usage.Input} + {usage.Output}";

    private static TableColumn Left(string title) => new TableColumn(title).NoWrap().Padding(0, 0, 1, 0);

    private static TableColumn Right(string title) => Left(title).RightAligned();
}
