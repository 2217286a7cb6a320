using System.Globalization;
using System.Text;
using RouterMaestro.AspNetCore.Admin.Contracts;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace RouterMaestro.Cli.Stats;

/// <summary>Draws how many requests there were: a calendar of days, and the days of the week with their hours.</summary>
internal sealed class StatsHeatmap(StatsScreen screen)
{
    /// <summary>The number of days in a calendar: a year.</summary>
    public const int MaxDays = 365;

    private const int Margin = 5;

    private static readonly string[] _weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    /// <summary>Draws both maps.</summary>
    /// <param name="days">The requests by day.</param>
    /// <param name="hours">The requests by day of the week and hour.</param>
    /// <param name="count">The number of days.</param>
    /// <param name="isColored">Whether in colours; otherwise in ASCII.</param>
    public IReadOnlyList<string> Draw(StatsContract days, StatsContract hours, int count, bool isColored)
    {
        if (days.Totals.Requests == 0)
        {
            return [StatsReport.NothingIn(days, count)];
        }

        IRenderable[] parts =
        [
            new Markup($"[bold]{Markup.Escape(StatsReport.TitleOf(days, count))}[/]\n"),
            new Markup($"{StatsText.Count(days.Totals.Requests, "request")}, cost {Markup.Escape(StatsText.Cost(days.Totals.Cost))}\n\n"),
            new Markup(Calendar(days, isColored) + "\n"),
            new Markup(Hours(hours, isColored)),
        ];
        return screen.Render(isColored, parts);
    }

    private static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    // the name of a month stands above its first whole week, if the one before leaves room
    private static string Months(DateOnly monday, int weeks, int cell)
    {
        var line = new StringBuilder(new string(' ', Margin));
        for (var week = 0; week < weeks; week++)
        {
            var start = monday.AddDays(7 * week);
            var column = Margin + (week * cell);
            if (((week == 0 && start.AddDays(14).Month == start.Month) || start.Day <= 7) && line.ToString().TrimEnd().Length < column)
            {
                line.Length = Math.Min(line.Length, column);
                line.Append(' ', column - line.Length).Append(start.ToString("MMM", CultureInfo.InvariantCulture));
            }
        }

        return line.ToString().TrimEnd();
    }

    private string Calendar(StatsContract stats, bool isColored)
    {
        var (first, last) = (DateOnly.FromDateTime(StatsReport.DayOf(stats.From, stats.Zone)), DateOnly.FromDateTime(StatsReport.DayOf(stats.Until.AddTicks(-1), stats.Zone)));
        first = first < last.AddDays(1 - MaxDays) ? last.AddDays(1 - MaxDays) : first;
        var counts = new Dictionary<DateOnly, long>();
        foreach (var group in stats.Groups ?? [])
        {
            if (DateOnly.TryParseExact(group.Name, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                counts[day] = group.Totals.Requests;
            }
        }

        var scale = new HeatScale(counts.Values);
        var monday = MondayOf(first);
        var weeks = ((last.DayNumber - monday.DayNumber) / 7) + 1;
        var cell = Margin + (2 * weeks) <= screen.Width ? 2 : 1;
        var text = new StringBuilder("Requests a day\n").Append(Months(monday, weeks, cell)).Append('\n');
        for (var weekday = 0; weekday < 7; weekday++)
        {
            text.Append(_weekdays[weekday].PadRight(Margin));
            for (var day = monday.AddDays(weekday); day <= last; day = day.AddDays(7))
            {
                text.Append(day < first ? new string(' ', cell) : scale.Draw(counts.GetValueOrDefault(day), cell, isColored));
            }

            text.Append('\n');
        }

        return text.Append(' ', Margin).Append(scale.Legend(isColored)).Append('\n').ToString();
    }

    private string Hours(StatsContract stats, bool isColored)
    {
        var counts = new long[7, 24];
        foreach (var group in stats.Groups ?? [])
        {
            if (group.Name.Split(' ') is [var weekday, var hour]
                && int.TryParse(weekday, NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day is >= 1 and <= 7
                && int.TryParse(hour, NumberStyles.None, CultureInfo.InvariantCulture, out var of) && of is >= 0 and <= 23)
            {
                counts[day - 1, of] = group.Totals.Requests;
            }
        }

        var scale = new HeatScale(counts.Cast<long>());
        var cell = Margin + (24 * 3) <= screen.Width ? 3 : 2;
        var text = new StringBuilder("Requests by day of the week and hour\n").Append(' ', Margin);
        for (var hour = 0; hour < 24; hour++)
        {
            text.Append((cell == 3 || hour % 2 == 0 ? hour.ToString("00", CultureInfo.InvariantCulture) : "").PadRight(cell));
        }

        text.Append('\n');
        for (var weekday = 0; weekday < 7; weekday++)
        {
            text.Append(_weekdays[weekday].PadRight(Margin));
            for (var hour = 0; hour < 24; hour++)
            {
                text.Append(scale.Draw(counts[weekday, hour], cell, isColored));
            }

            text.Append('\n');
        }

        return text.Append(' ', Margin).Append(scale.Legend(isColored)).Append('\n').ToString();
    }
}
