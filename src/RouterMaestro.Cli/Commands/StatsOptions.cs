using System.Globalization;
using Cocona;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Cli.Completion;
using RouterMaestro.Cli.Parsing;
using RouterMaestro.Cli.Shell;
using RouterMaestro.Cli.Stats;

namespace RouterMaestro.Cli.Commands;

/// <summary>The options of <c>stats</c>.</summary>
internal sealed record StatsOptions(
    [Option('d', ValueName = "N", Description = "Days, today included: 1 to 3650. Default: 7, or 365 with --heatmap.")] int? Days = null,
    [Option('p', ValueName = "NAME", Description = "Only this provider.")][Completes(CompletionSource.Providers)] string? Provider = null,
    [Option('m', ValueName = "ID", Description = "Only this model, with or without its provider.")][Completes(CompletionSource.Models)] string? Model = null,
    [Option("key", ValueName = "NAME", Description = "Only requests with this key.")][Completes(CompletionSource.Keys)] string? KeyName = null,
    [Option(ValueName = "GROUPS", Description = "One table by model, provider, key, client, session, day, hour, outcome or weekday-hour.")][Completes("model", "provider", "key", "client", "session", "day", "hour", "outcome", "weekday-hour")] string? By = null,
    [Option(ValueName = "ZONE", Description = "Time zone of days and hours, such as Europe/Berlin or +02:00. Default: this machine's.")] string? Zone = null,
    [Option(Description = "Draw a calendar of days, and the hours of the week.")] bool Heatmap = false,
    [Option("json", Description = "Print JSON.")] bool AsJson = false,
    [Option("csv", Description = "Print comma-separated values, by model without --by.")] bool AsCsv = false) : ICommandParameterSet
{
    private const int DefaultDays = 7;
    private const int MaxDays = 3650;

    /// <summary>Returns the query.</summary>
    /// <exception cref="WrongUsageException">A value is not valid, or two options exclude each other.</exception>
    public StatsQuery ToQuery()
    {
        if (Days is < 1 or > MaxDays)
        {
            throw new WrongUsageException($"--days takes a number from 1 to {MaxDays.ToString(CultureInfo.InvariantCulture)}, not {Days.Value.ToString(CultureInfo.InvariantCulture)}.");
        }

        if (By is not null && !StatsGroupings.All.Contains(By))
        {
            throw new WrongUsageException($"--by takes one of {string.Join(", ", StatsGroupings.All)}, not '{By}'.{Suggestion.For(By, StatsGroupings.All)}");
        }

        if ((AsJson && AsCsv) || (Heatmap && (AsJson || AsCsv || By is not null)))
        {
            throw new WrongUsageException(Heatmap
                ? "--heatmap is drawn, without --by, --json and --csv: '--by day' and '--by weekday-hour' have its figures."
                : "--json and --csv are two forms: choose one.");
        }

        CheckNames();
        return new(Days ?? (Heatmap ? StatsHeatmap.MaxDays : DefaultDays)) { Provider = Provider, Model = Model, KeyName = KeyName, By = By, Zone = Zone };
    }

    // an empty value comes from a variable of the shell that is not set, and would mean all
    private void CheckNames()
    {
        (string Option, string? Value)[] names = [("--provider", Provider), ("--model", Model), ("--key", KeyName), ("--zone", Zone)];
        if (names.FirstOrDefault(name => name.Value is not null && string.IsNullOrWhiteSpace(name.Value)).Option is { } empty)
        {
            throw new WrongUsageException($"{empty} must not be empty.");
        }
    }
}
