using System.Globalization;
using RouterMaestro.AspNetCore.Admin.Contracts;

namespace RouterMaestro.Cli.Stats;

/// <summary>Writes figures for people.</summary>
internal static class StatsText
{
    private const decimal NanoDollarsPerDollar = 1_000_000_000m;

    private static readonly string[] _units = ["", "k", "M", "G", "T"];

    /// <summary>Writes every digit: <c>1,234,567</c>.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Writes a number with its noun: <c>1 request</c>, <c>1,234 requests</c>.</summary>
    public static string Count(long count, string noun) => $"{Count(count)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>Writes about three digits: <c>1.23M</c>.</summary>
    public static string Short(long count)
    {
        var (value, unit) = ((decimal)count, 0);
        while (value >= 999.5m && unit < _units.Length - 1)
        {
            (value, unit) = (value / 1000, unit + 1);
        }

        var format = unit == 0 || value >= 99.95m ? "0" : value >= 9.995m ? "0.0" : "0.00";
        return value.ToString(format, CultureInfo.InvariantCulture) + _units[unit];
    }

    /// <summary>Writes a share: <c>98.2 %</c>; a dash without one. It is rounded down, so that only all is 100 %.</summary>
    public static string Percent(double? share) => share is { } value ? (Math.Floor(value * 1000) / 10).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "-";

    /// <summary>Writes dollars and cents, and smaller amounts with more places.</summary>
    public static string Dollars(MoneyContract money)
    {
        var dollars = money.NanoDollars / NanoDollarsPerDollar;
        return dollars switch
        {
            0 => "$0.00",
            > 0 and < 0.0001m => "<$0.0001",
            > 0 and < 1 => "$" + dollars.ToString("0.0000", CultureInfo.InvariantCulture),
            _ => "$" + dollars.ToString("N2", CultureInfo.InvariantCulture),
        };
    }

    /// <summary>Writes the cost that counts, but no zero for requests whose cost is not known or paid by a subscription.</summary>
    public static string Cost(StatsCostContract cost) => cost switch
    {
        { Counted.NanoDollars: not 0 } => Dollars(cost.Counted),
        { UnknownRequests: > 0 } => "unknown",
        { Included.NanoDollars: not 0 } => "included",
        _ => Dollars(cost.Counted),
    };

    /// <summary>Writes a time: <c>320 ms</c>, <c>3.2 s</c>, <c>125 s</c>; a dash without one.</summary>
    public static string Time(double? milliseconds) => milliseconds switch
    {
        null => "-",
        < 999.5 => milliseconds.Value.ToString("0", CultureInfo.InvariantCulture) + " ms",
        < 99_950 => (milliseconds.Value / 1000).ToString("0.0", CultureInfo.InvariantCulture) + " s",
        _ => (milliseconds.Value / 1000).ToString("N0", CultureInfo.InvariantCulture) + " s",
    };

    /// <summary>Writes a speed: <c>85.3</c>; a dash without one.</summary>
    public static string Speed(double? tokensPerSecond) => tokensPerSecond?.ToString("N1", CultureInfo.InvariantCulture) ?? "-";
}
