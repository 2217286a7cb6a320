using RouterMaestro.AspNetCore.Admin.Contracts;
using Spectre.Console;

namespace RouterMaestro.Cli.Stats;

/// <summary>Draws groups as a table. On a narrow terminal columns are left out, the least important first, before a name is cut.</summary>
internal static class StatsTable
{
    private const int Gap = 2;

    // as long as most qualified ids
    private const int MaxReservedName = 40;

    private const int MinName = 8;

    private const string Nameless = "(none)";

    private static readonly Column[] _columns =
    [
        new("Requests", Rank: 0, totals => StatsText.Short(totals.Requests)),
        new("OK", Rank: 2, totals => StatsText.Percent(totals.SuccessRate)) { Style = StyleOf },
        new("Prompt", Rank: 3, totals => StatsText.Short(totals.Tokens.Prompt)),
        new("Cached", Rank: 5, totals => StatsText.Percent(totals.CacheHitRate)),
        new("Output", Rank: 4, totals => StatsText.Short(totals.Tokens.Output + totals.Tokens.Reasoning)),
        new("Reasoning", Rank: 9, totals => StatsText.Short(totals.Tokens.Reasoning)),
        new("Cost", Rank: 0, totals => StatsText.Cost(totals.Cost)) { Style = totals => totals.Cost is { Counted.NanoDollars: 0, UnknownRequests: > 0 } ? "yellow" : null },
        new("Included", Rank: 5, totals => totals.Cost.Included.NanoDollars == 0 ? "-" : StatsText.Dollars(totals.Cost.Included)) { IsNeeded = totals => totals.Cost.Included.NanoDollars != 0 },
        new("Unpriced", Rank: 1, totals => totals.Cost.UnknownRequests == 0 ? "-" : StatsText.Short(totals.Cost.UnknownRequests)) { IsNeeded = totals => totals.Cost.UnknownRequests != 0, Style = totals => totals.Cost.UnknownRequests > 0 ? "yellow" : null },
        new("First p50", Rank: 6, totals => StatsText.Time(totals.TimeToFirstContent.P50)),
        new("First p95", Rank: 8, totals => StatsText.Time(totals.TimeToFirstContent.P95)),
        new("Time p50", Rank: 7, totals => StatsText.Time(totals.Duration.P50)),
        new("Time p95", Rank: 8, totals => StatsText.Time(totals.Duration.P95)),
        new("Tok/s", Rank: 7, totals => StatsText.Speed(totals.TokensPerSecond)),
    ];

    /// <summary>Draws a table.</summary>
    /// <param name="title">The title of the names.</param>
    /// <param name="groups">The groups.</param>
    /// <param name="width">The number of columns of the screen.</param>
    public static Grid Of(string title, IReadOnlyList<StatsGroupContract> groups, int width)
    {
        var names = groups.Select(group => group.Name.Length == 0 ? Nameless : Printable(group.Name)).ToArray();
        var longest = names.Append(title).Max(name => name.Length);
        var chosen = Choose(groups, width - Math.Min(longest, MaxReservedName));
        var room = Math.Max(MinName, width - chosen.Sum(column => Gap + WidthOf(column, groups)));

        // a table without a border leaves the gaps out, in Spectre.Console 0.57.2
        var table = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(0).PadRight(0));
        foreach (var _ in chosen)
        {
            table.AddColumn(new GridColumn().NoWrap().RightAligned().PadLeft(Gap).PadRight(0));
        }

        table.AddRow([Bold(Fit(title, room)), .. chosen.Select(column => Bold(column.Title))]);

        foreach (var (index, group) in groups.Index())
        {
            table.AddRow([Markup.Escape(Fit(names[index], room)), .. chosen.Select(column => column.Draw(group.Totals))]);
        }

        return table;
    }

    // a name comes from clients and files, and may hold what moves the cursor
    private static string Printable(string name) => string.Concat(name.Select(letter => char.IsControl(letter) ? '?' : letter));

    private static Column[] Choose(IReadOnlyList<StatsGroupContract> groups, int room)
    {
        HashSet<Column> chosen = [];
        foreach (var column in _columns.Where(column => groups.Any(group => column.IsNeeded(group.Totals))).OrderBy(column => column.Rank))
        {
            var width = Gap + WidthOf(column, groups);
            if (width <= room || column.Rank <= 1)
            {
                room -= width;
                chosen.Add(column);
            }
        }

        return [.. _columns.Where(chosen.Contains)];
    }

    private static int WidthOf(Column column, IReadOnlyList<StatsGroupContract> groups) =>
        groups.Select(group => column.Text(group.Totals).Length).Append(column.Title.Length).Max();

    // the end of a name tells more than its beginning, which is the provider's
    private static string Fit(string name, int room) => name.Length <= room ? name : "…" + name[^(room - 1)..];

    private static string Bold(string title) => $"[bold]{Markup.Escape(title)}[/]";

    private static string? StyleOf(StatsTotalsContract totals) => totals.SuccessRate switch
    {
        < 0.8 => "red",
        < 0.95 => "yellow",
        _ => null,
    };

    private sealed record Column(string Title, int Rank, Func<StatsTotalsContract, string> Text)
    {
        public Func<StatsTotalsContract, bool> IsNeeded { get; init; } = static _ => true;

        public Func<StatsTotalsContract, string?> Style { get; init; } = static _ => null;

        public string Draw(StatsTotalsContract totals) =>
            Style(totals) is { } style ? $"[{style}]{Markup.Escape(Text(totals))}[/]" : Markup.Escape(Text(totals));
    }
}
