using System.Globalization;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Cli.Shell;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace RouterMaestro.Cli.Stats;

/// <summary>Draws sums over requests for people.</summary>
internal sealed class StatsReport(StatsScreen screen)
{
    /// <summary>Draws a report.</summary>
    /// <param name="stats">The sums.</param>
    /// <param name="days">The number of days.</param>
    /// <param name="isColored">Whether in colours.</param>
    public IReadOnlyList<string> Draw(StatsContract stats, int days, bool isColored)
    {
        if (stats.Totals.Requests == 0)
        {
            return [NothingIn(stats, days)];
        }

        List<IRenderable> parts = [new Markup($"[bold]{Markup.Escape(TitleOf(stats, days))}[/]\n\n"), FiguresOf(stats.Totals)];
        AddTable(parts, "Model", stats.ByModel);
        AddTable(parts, "Provider", stats.ByProvider);
        AddTable(parts, stats.By is { } by ? char.ToUpperInvariant(by[0]) + by[1..] : "", stats.Groups);
        return screen.Render(isColored, parts);
    }

    /// <summary>Returns the sentence for a period without requests.</summary>
    public static string NothingIn(StatsContract stats, int days) =>
        $"No requests{FilterOf(stats)} were recorded {(days == 1 ? "" : "in ")}{PeriodOf(days)}: send some through '{ProductInfo.Name} server start', or look further back with --days.";

    /// <summary>Returns the title of a report.</summary>
    public static string TitleOf(StatsContract stats, int days) => string.Create(
        CultureInfo.InvariantCulture, $"Usage{FilterOf(stats)} of {PeriodOf(days)}, from {DayOf(stats.From, stats.Zone):yyyy-MM-dd} on ({stats.Zone})");

    /// <summary>Returns the day of a time in the zone of a report.</summary>
    public static DateTime DayOf(DateTimeOffset time, string zone) =>
        zone is ['+' or '-', ..] && TimeSpan.TryParse(zone.TrimStart('+'), CultureInfo.InvariantCulture, out var offset) ? time.ToOffset(offset).Date
        : TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var known) ? TimeZoneInfo.ConvertTime(time, known).Date
        : time.UtcDateTime.Date;

    private static string PeriodOf(int days) => days == 1 ? "today" : $"the last {days.ToString(CultureInfo.InvariantCulture)} days";

    private static string FilterOf(StatsContract stats) => string.Concat(
        new[] { ("provider", stats.Provider), ("model", stats.Model), ("key", stats.KeyName) }.Where(filter => filter.Item2 is not null).Select(filter => $" of {filter.Item1} {filter.Item2}"));

    private static Grid FiguresOf(StatsTotalsContract totals)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(0).PadRight(2)).AddColumn(new GridColumn().PadLeft(0).PadRight(0));
        foreach (var (name, lines) in Figures(totals))
        {
            grid.AddRow(new Markup($"[bold]{name}[/]"), new Markup(lines));
        }

        return grid;
    }

    private static IEnumerable<(string Name, string Lines)> Figures(StatsTotalsContract totals)
    {
        yield return ("Requests", $"{StatsText.Count(totals.Requests)}, {Rate(totals)} successful: {Ends(totals)}");
        yield return ("Attempts", $"{StatsText.Count(totals.Attempts)}; {StatsText.Count(totals.Fallbacks, "request")} served by a fallback");
        yield return ("Prompt", TokensIn(totals.Tokens));
        yield return ("Output", $"{StatsText.Count(totals.Tokens.Output + totals.Tokens.Reasoning)} tokens: {StatsText.Count(totals.Tokens.Output)} text, {StatsText.Count(totals.Tokens.Reasoning)} reasoning");
        yield return ("Cache hits", $"{StatsText.Percent(totals.CacheHitRate)} of the prompt tokens");
        yield return ("Cost", string.Join('\n', Costs(totals.Cost)));
        yield return ("First content", Times(totals.TimeToFirstContent));
        yield return ("Duration", Times(totals.Duration));
        yield return ("Speed", $"{StatsText.Speed(totals.TokensPerSecond)} tokens per second");
    }

    private static string Rate(StatsTotalsContract totals)
    {
        var color = totals.SuccessRate switch { < 0.8 => "red", < 0.95 => "yellow", null => "default", _ => "green" };
        return $"[{color}]{StatsText.Percent(totals.SuccessRate)}[/]";
    }

    private static string Ends(StatsTotalsContract totals) =>
        $"{StatsText.Count(totals.Completed)} completed, {StatsText.Count(totals.Refused)} refused, {StatsText.Count(totals.Failed)} failed, {StatsText.Count(totals.Abandoned)} abandoned";

    private static string TokensIn(StatsTokensContract tokens) =>
        $"{StatsText.Count(tokens.Prompt)} tokens: {StatsText.Count(tokens.Input)} fresh, {StatsText.Count(tokens.CacheRead)} from cache, "
        + $"{StatsText.Count(tokens.CacheWrite)} to cache, {StatsText.Count(tokens.CacheWriteHour)} to cache for 1 h";

    private static IEnumerable<string> Costs(StatsCostContract cost)
    {
        yield return $"{StatsText.Cost(cost)}: {StatsText.Dollars(cost.Stated)} stated by providers, {StatsText.Dollars(cost.Table)} by the price table";
        if (cost.Included.NanoDollars != 0)
        {
            yield return $"{StatsText.Dollars(cost.Included)} by the price table is included in subscriptions, and not counted";
        }

        if (cost.UnknownRequests > 0)
        {
            yield return $"[yellow]{StatsText.Count(cost.UnknownRequests, "request")} of unknown cost, not counted[/]";
        }

        if (cost.Units.Count > 0)
        {
            yield return "stated: " + string.Join(", ", cost.Units.Select(unit => Markup.Escape($"{unit.Amount} {unit.Unit}")));
        }
    }

    private static string Times(StatsPercentilesContract times) => $"{StatsText.Time(times.P50)} median, {StatsText.Time(times.P95)} at the 95th percentile";

    private void AddTable(List<IRenderable> parts, string title, IReadOnlyList<StatsGroupContract>? groups)
    {
        if (groups is { Count: > 0 })
        {
            parts.Add(new Text("\n"));
            parts.Add(StatsTable.Of(title, groups, screen.Width));
        }
    }
}
