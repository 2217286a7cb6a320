using System.Globalization;
using System.Text;
using RouterMaestro.AspNetCore.Admin.Contracts;

namespace RouterMaestro.Cli.Stats;

/// <summary>Writes groups as comma-separated values by RFC 4180. Columns are only added at the end.</summary>
internal static class StatsCsv
{
    private static readonly (string Title, Func<StatsTotalsContract, object?> Value)[] _columns =
    [
        ("requests", totals => totals.Requests),
        ("completed", totals => totals.Completed),
        ("refused", totals => totals.Refused),
        ("failed", totals => totals.Failed),
        ("abandoned", totals => totals.Abandoned),
        ("fallbacks", totals => totals.Fallbacks),
        ("attempts", totals => totals.Attempts),
        ("input_tokens", totals => totals.Tokens.Input),
        ("cache_read_tokens", totals => totals.Tokens.CacheRead),
        ("cache_write_tokens", totals => totals.Tokens.CacheWrite),
        ("cache_write_1h_tokens", totals => totals.Tokens.CacheWriteHour),
        ("output_tokens", totals => totals.Tokens.Output),
        ("reasoning_tokens", totals => totals.Tokens.Reasoning),
        ("cost_nano_dollars", totals => totals.Cost.Counted.NanoDollars),
        ("cost_dollars", totals => totals.Cost.Counted.Dollars),
        ("stated_nano_dollars", totals => totals.Cost.Stated.NanoDollars),
        ("table_nano_dollars", totals => totals.Cost.Table.NanoDollars),
        ("included_nano_dollars", totals => totals.Cost.Included.NanoDollars),
        ("unknown_cost_requests", totals => totals.Cost.UnknownRequests),
        ("first_content_p50_ms", totals => totals.TimeToFirstContent.P50),
        ("first_content_p95_ms", totals => totals.TimeToFirstContent.P95),
        ("duration_p50_ms", totals => totals.Duration.P50),
        ("duration_p95_ms", totals => totals.Duration.P95),
        ("tokens_per_second", totals => totals.TokensPerSecond),
    ];

    /// <summary>Writes a header and a record for each group.</summary>
    /// <param name="title">The title of the names.</param>
    /// <param name="groups">The groups.</param>
    public static string Of(string title, IReadOnlyList<StatsGroupContract> groups)
    {
        var text = new StringBuilder();
        Add(text, [title, .. _columns.Select(column => column.Title)]);
        foreach (var group in groups)
        {
            Add(text, [group.Name, .. _columns.Select(column => Convert.ToString(column.Value(group.Totals), CultureInfo.InvariantCulture) ?? "")]);
        }

        return text.ToString();
    }

    private static void Add(StringBuilder text, IEnumerable<string> cells) => text.AppendJoin(',', cells.Select(Quote)).Append("\r\n");

    private static string Quote(string cell) => cell.AsSpan().ContainsAny("\",\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
