using System.Text.Json;
using RouterMaestro.Cli.Clients.Files;
using RouterMaestro.Cli.Output;
using RouterMaestro.Cli.Shell;
using Spectre.Console;

namespace RouterMaestro.Cli.Clients.Setup;

/// <summary>Prints changes of clients' settings, and what became of their requests.</summary>
internal sealed class ConfigReport(TextTable table, IAnsiConsole console, CliEnvironment environment)
{
    private static readonly string[] _titles = ["Request", "Model", "Time", "Result"];

    /// <summary>Prints what a change does to its file.</summary>
    public void PrintDiff(PreparedChange change, bool asJson)
    {
        if (!asJson)
        {
            foreach (var line in DiffOf(change))
            {
                PrintLine(line);
            }
        }
    }

    /// <summary>Prints what was done.</summary>
    public void Print(PreparedChange change, ConfigOutcome outcome, bool asJson)
    {
        var status = outcome.IsDryRun ? "dry-run" : change.IsChange ? "written" : "unchanged";
        if (asJson)
        {
            PrintJson(new()
            {
                Client = change.Kind.Name,
                Level = SettingsWriter.NameOf(change.Plan.Level),
                File = change.File.Path,
                Status = status,
                Backup = outcome.Backup,
                Diff = string.Join('\n', DiffOf(change)),
                Notes = [.. NotesOf(change, status)],
                Warnings = change.Warnings,
                Check = outcome.Check is { } check ? new(check.IsGood, check.Results) : null,
            });
            return;
        }

        PrintText(change, outcome, status);
    }

    /// <summary>Prints what became of a client's requests.</summary>
    public void Print(CheckedClient check, bool asJson)
    {
        if (asJson)
        {
            PrintJson(new() { Client = check.Client, File = check.File, Status = "checked", Check = new(check.IsGood, check.Results) });
        }
        else
        {
            PrintResults(check.Client, check);
        }
    }

    /// <summary>Prints a change that was undone.</summary>
    public void Print(UndoneChange undone, bool asJson)
    {
        if (asJson)
        {
            PrintJson(new() { Client = undone.Client, Level = undone.Level, File = undone.File, Status = undone.Status, Backup = undone.EditBackup });
            return;
        }

        environment.Tell(undone.Status switch
        {
            "removed" => $"{undone.File} is removed: there was none before.",
            "absent" => $"{undone.File} is gone already, and there was none before.",
            _ => $"{undone.File} is as it was before.",
        });
        if (undone.EditBackup is { } backup)
        {
            environment.Tell($"The edit is kept as {backup}.");
        }
    }

    private static IReadOnlyList<string> DiffOf(PreparedChange change) =>
        SettingsDiff.Lines(change.File.Path, change.File.Content is null ? null : change.File.Text, change.Text);

    private static IEnumerable<string> NotesOf(PreparedChange change, string status) =>
        status == "dry-run" || change.Kind.NextStep(change.File.Path, change.Plan.Level) is not { } next ? change.Notes : change.Notes.Append(next);

    private void PrintText(PreparedChange change, ConfigOutcome outcome, string status)
    {
        environment.Tell(status switch
        {
            "written" => $"{change.Kind.Title} is set up in {change.File.Path}; '{ProductInfo.Name} config undo {change.Kind.Name}' undoes it.",
            "unchanged" => $"{change.Kind.Title} is set up in {change.File.Path} already.",
            _ => $"Nothing is written: this is what {change.File.Path} would become.",
        });
        if (outcome.Backup is { } backup)
        {
            environment.Tell($"The former file is kept as {backup}.");
        }

        foreach (var note in NotesOf(change, status))
        {
            environment.Note(note);
        }

        foreach (var warning in change.Warnings)
        {
            environment.Error.WriteLine($"Warning: {warning}");
        }

        if (outcome.Check is { } tried)
        {
            PrintResults(change.Kind.Title, tried);
        }
    }

    private void PrintResults(string client, CheckedClient check)
    {
        table.Print(_titles, [.. check.Results.Select(result => new[] { result.Name, result.Model, $"{result.Milliseconds} ms", result.IsGood ? "works" : "fails" })], elastic: 1);
        foreach (var result in check.Results.Where(result => !result.IsGood))
        {
            environment.Error.WriteLine($"Error: {client}'s {result.Name} with '{result.Model}' would not work: {result.Problem}.");
        }
    }

    private void PrintLine(string line)
    {
        if (!environment.HasColor)
        {
            environment.Out.WriteLine(line);
            return;
        }

        var style = line switch
        {
            ['+', '+', '+', ..] or ['-', '-', '-', ..] => new Style(decoration: Decoration.Bold),
            ['+', ..] => new Style(Color.Green),
            ['-', ..] => new Style(Color.Red),
            ['@', ..] => new Style(Color.Teal),
            _ => Style.Plain,
        };
        console.WriteLine(line, style);
    }

    private void PrintJson(ConfigRow row) => environment.Out.WriteLine(JsonSerializer.Serialize(row, ConfigJson.Default.ConfigRow));
}

/// <summary>What was done with a change.</summary>
/// <param name="IsDryRun">Whether it was only shown.</param>
/// <param name="Backup">The file with the former content; null if there is none.</param>
/// <param name="Check">What became of the client's requests; null if they were not tried.</param>
internal sealed record ConfigOutcome(bool IsDryRun, string? Backup, CheckedClient? Check);
