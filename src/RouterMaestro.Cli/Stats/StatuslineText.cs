using System.Globalization;
using RouterMaestro.AspNetCore.Admin.Contracts;

namespace RouterMaestro.Cli.Stats;

/// <summary>Writes a status line.</summary>
internal static class StatuslineText
{
    private const string Separator = " | ";

    /// <summary>Returns the line: the model that responded last, the cost of today, what is left of a limit, and the cache hits of today.</summary>
    public static string Of(StatuslineContract line) => string.Join(Separator, Parts(line));

    private static IEnumerable<string> Parts(StatuslineContract line)
    {
        if (line.Last is { } last)
        {
            yield return Printable(last.Model) + (last.IsFallback ? $" (fallback for {Printable(last.RequestedModel)})" : "");
        }

        yield return $"{Cost(line.Today.Cost)} today";
        if (line.Limit is { } limit)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{limit.PercentLeft:0.#} % of {Printable(limit.Name)} left");
        }

        if (line.Today.CacheHitRate is { } rate)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"cache {Math.Floor(rate * 100):0} %");
        }
    }

    private static string Cost(StatsCostContract cost)
    {
        var text = StatsText.Dollars(cost.Counted);
        return (cost.Counted.NanoDollars, cost.UnknownRequests, cost.Included.NanoDollars) switch
        {
            (0, > 0, _) => $"{StatsText.Count(cost.UnknownRequests, "request")} of unknown cost",
            (_, > 0, _) => $"{text} + {StatsText.Count(cost.UnknownRequests)} unknown",
            (_, _, > 0) => $"{text} + {StatsText.Dollars(cost.Included)} included",
            _ => text,
        };
    }

    // the line must stay one
    private static string Printable(string name) => string.Concat(name.Where(letter => !char.IsControl(letter)));
}
