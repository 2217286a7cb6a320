using System.Text.Json;
using Cocona;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Cli.Completion;
using RouterMaestro.Cli.Parsing;
using RouterMaestro.Cli.Shell;
using RouterMaestro.Cli.Stats;

namespace RouterMaestro.Cli.Commands;

/// <summary>The command that shows recorded usage.</summary>
internal sealed class StatsCommand(StatsClient client, StatsReport report, StatsHeatmap heatmap, StatsWatch live, StatsScreen screen)
{
    private const string Watch = "watch";

    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(2);

    [Command("stats", Description = "Show requests, tokens, costs and times.")]
    [Example($"{ProductInfo.Name} stats --days 30 --by day", "Shows the last thirty days, one by one; 'stats watch' shows the sums as they grow.")]
    public async Task<int> RunAsync(
        StatsOptions options,
        [FromService] CoconaAppContext context,
        [FromService] CliEnvironment environment,
        [Argument(Description = "'watch' draws the report again every two seconds, until Ctrl-C.")][Completes(Watch)] string? watch = null)
    {
        if (watch is not null and not Watch)
        {
            throw new WrongUsageException($"'{watch}' is not '{Watch}', the only word that this command takes.{Suggestion.For(watch, [Watch])}");
        }

        var query = options.ToQuery();
        if (options.AsJson || options.AsCsv)
        {
            await PrintAsync(query, options, isWatch: watch is not null, environment, context.CancellationToken);
            return ExitCodes.Success;
        }

        if (watch is not null && environment.IsTerminal)
        {
            await live.RunAsync(async cancellation => (await DrawAsync(query, options, cancellation)).Lines, _interval, context.CancellationToken);
        }

        if (watch is not null)
        {
            environment.Error.WriteLine($"'{Watch}' needs a terminal; this is one report.");
        }

        var (lines, problem) = await DrawAsync(query, options, context.CancellationToken);
        Warn(problem, environment);
        screen.Print(lines);
        return ExitCodes.Success;
    }

    private static void Warn(string? problem, CliEnvironment environment)
    {
        if (problem is not null)
        {
            environment.Error.WriteLine($"Warning: {problem.TrimEnd('.')}: requests of this time may be missing.");
        }
    }

    private async Task PrintAsync(StatsQuery query, StatsOptions options, bool isWatch, CliEnvironment environment, CancellationToken cancellationToken)
    {
        if (isWatch)
        {
            throw new WrongUsageException($"'{Watch}' draws, without --json and --csv.");
        }

        var stats = await client.GetAsync(options.AsCsv ? query with { By = query.By ?? "model" } : query, cancellationToken);
        Warn(stats.Problem, environment);
        if (options.AsCsv)
        {
            environment.Out.Write(StatsCsv.Of(stats.By ?? "model", stats.Groups ?? []));
        }
        else
        {
            environment.Out.WriteLine(JsonSerializer.Serialize(stats, AdminJson.Indented.StatsContract));
        }
    }

    private async Task<(IReadOnlyList<string> Lines, string? Problem)> DrawAsync(StatsQuery query, StatsOptions options, CancellationToken cancellationToken)
    {
        var isColored = screen.HasColor;
        if (!options.Heatmap)
        {
            var stats = await client.GetAsync(query, cancellationToken);
            return (report.Draw(stats, query.Days, isColored), stats.Problem);
        }

        var days = await client.GetAsync(query with { By = StatsGroupings.Day }, cancellationToken);
        var hours = await client.GetAsync(query with { By = StatsGroupings.WeekdayHour }, cancellationToken);
        return (heatmap.Draw(days, hours, query.Days, isColored), days.Problem);
    }
}
