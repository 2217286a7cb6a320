using System.Text;
using System.Text.Json;
using RouterMaestro.Cli.Output;
using RouterMaestro.Cli.Shell;
using Spectre.Console;

namespace RouterMaestro.Cli.Doctor;

/// <summary>Prints findings as they come, or all of them as JSON. The marks differ in shape, since not everybody sees the colours.</summary>
internal sealed class DoctorReport(IAnsiConsole console, CliEnvironment environment)
{
    private const int MarkWidth = 4;
    private const int MinSubjectWidth = 14;
    private const int MaxSubjectWidth = 30;

    /// <summary>Prints the findings of a group.</summary>
    public void Print(string group, IReadOnlyList<Finding> findings)
    {
        // the values stand under each other in each group
        var subjects = Math.Clamp(findings.Max(finding => finding.Subject.Length) + 2, MinSubjectWidth, MaxSubjectWidth);
        console.Write(new Markup($"[bold]{Markup.Escape(group)}[/]\n"));
        foreach (var finding in findings)
        {
            var indent = MarkWidth + subjects;
            Write($"  {MarkOf(finding.Status)} {Markup.Escape(finding.Subject.PadRight(subjects - 1))} ", finding.Message, indent, style: null);
            if (finding.Fix is { } fix)
            {
                Write(new string(' ', indent), "→ " + fix, indent, "bold");
            }
        }

        console.WriteLine();
    }

    /// <summary>Prints the sum of all findings.</summary>
    public void PrintSum(Diagnosis diagnosis)
    {
        console.Write(new Markup(diagnosis switch
        {
            { Problems: > 0 } => $"[red]{Quantity.Of(diagnosis.Problems, "problem")} to fix[/]{WarningsOf(diagnosis, ", and ")}.\n",
            { Warnings: > 0 } => $"Nothing needs fixing;{WarningsOf(diagnosis, " ")} may.\n",
            _ => "[green]Nothing needs fixing.[/]\n",
        }));
        if (!diagnosis.Live)
        {
            environment.Tell($"No provider was called: '{ProductInfo.Name} doctor --live' does.");
        }
    }

    /// <summary>Prints the result as JSON.</summary>
    public void PrintJson(Diagnosis diagnosis) => environment.Out.WriteLine(JsonSerializer.Serialize(diagnosis, DoctorJson.Readable.Diagnosis));

    /// <summary>Returns the name of a status in JSON.</summary>
    public static string NameOf(FindingStatus status) => status switch
    {
        FindingStatus.Ok => "ok",
        FindingStatus.Note => "note",
        FindingStatus.Warning => "warning",
        _ => "problem",
    };

    private static string WarningsOf(Diagnosis diagnosis, string start) =>
        diagnosis.Warnings == 0 ? "" : start + Quantity.Of(diagnosis.Warnings, "warning");

    private static string MarkOf(FindingStatus status) => status switch
    {
        FindingStatus.Ok => "[green]✓[/]",
        FindingStatus.Note => "[dim]·[/]",
        FindingStatus.Warning => "[yellow]![/]",
        _ => "[red]✗[/]",
    };

    // Spectre.Console 0.57.2 fills the lines of a grid with blanks, which stay in files and pipes
    private void Write(string start, string text, int indent, string? style)
    {
        foreach (var line in Lines(text, console.Profile.Width - indent))
        {
            var words = Markup.Escape(line);
            console.Write(new Markup($"{start}{(style is null ? words : $"[{style}]{words}[/]")}\n"));
            start = new string(' ', indent);
        }
    }

    private static IEnumerable<string> Lines(string text, int width)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        yield return line.ToString();
    }
}
