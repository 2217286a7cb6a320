using System.Text.Json.Serialization;

namespace RouterMaestro.AspNetCore.Admin.Contracts;

/// <summary>Sums over recorded requests.</summary>
internal sealed record StatsContract
{
    [JsonPropertyName("from")]
    public required DateTimeOffset From { get; init; }

    [JsonPropertyName("until")]
    public required DateTimeOffset Until { get; init; }

    /// <summary>Gets the id of the time zone of days and hours.</summary>
    [JsonPropertyName("zone")]
    public required string Zone { get; init; }

    [JsonPropertyName("provider"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Provider { get; init; }

    [JsonPropertyName("model"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Model { get; init; }

    [JsonPropertyName("key"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? KeyName { get; init; }

    /// <summary>Gets the time from which on single requests are kept.</summary>
    [JsonPropertyName("detail_since"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? DetailSince { get; init; }

    /// <summary>Gets why requests are not recorded now, so that the sums may lack some; null if they are.</summary>
    [JsonPropertyName("problem"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Problem { get; init; }

    [JsonPropertyName("totals")]
    public required StatsTotalsContract Totals { get; init; }

    /// <summary>Gets the name of the groups that were asked for.</summary>
    [JsonPropertyName("by"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? By { get; init; }

    /// <summary>Gets the groups that were asked for.</summary>
    [JsonPropertyName("groups"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<StatsGroupContract>? Groups { get; init; }

    /// <summary>Gets the sums of each provider, if no groups were asked for.</summary>
    [JsonPropertyName("by_provider"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<StatsGroupContract>? ByProvider { get; init; }

    /// <summary>Gets the sums of each model, if no groups were asked for.</summary>
    [JsonPropertyName("by_model"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<StatsGroupContract>? ByModel { get; init; }
}

/// <summary>The sums of a group.</summary>
/// <param name="Name">The name of the group; empty for requests that have none.</param>
/// <param name="Totals">The sums.</param>
internal sealed record StatsGroupContract(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("totals")] StatsTotalsContract Totals);

/// <summary>Sums.</summary>
internal sealed record StatsTotalsContract
{
    [JsonPropertyName("requests")]
    public required long Requests { get; init; }

    [JsonPropertyName("completed")]
    public required long Completed { get; init; }

    [JsonPropertyName("refused")]
    public required long Refused { get; init; }

    [JsonPropertyName("failed")]
    public required long Failed { get; init; }

    [JsonPropertyName("abandoned")]
    public required long Abandoned { get; init; }

    [JsonPropertyName("fallbacks")]
    public required long Fallbacks { get; init; }

    [JsonPropertyName("attempts")]
    public required long Attempts { get; init; }

    /// <summary>Gets the share of completed requests among those whose caller stayed, 0 to 1.</summary>
    [JsonPropertyName("success_rate")]
    public double? SuccessRate { get; init; }

    [JsonPropertyName("tokens")]
    public required StatsTokensContract Tokens { get; init; }

    /// <summary>Gets the share of the prompt tokens that were read from a cache, 0 to 1.</summary>
    [JsonPropertyName("cache_hit_rate")]
    public double? CacheHitRate { get; init; }

    [JsonPropertyName("cost")]
    public required StatsCostContract Cost { get; init; }

    [JsonPropertyName("time_to_first_content_ms")]
    public required StatsPercentilesContract TimeToFirstContent { get; init; }

    [JsonPropertyName("duration_ms")]
    public required StatsPercentilesContract Duration { get; init; }

    [JsonPropertyName("tokens_per_second")]
    public double? TokensPerSecond { get; init; }
}

/// <summary>Tokens in buckets that do not overlap, and the sum of those of the prompts.</summary>
internal sealed record StatsTokensContract
{
    [JsonPropertyName("prompt")]
    public required long Prompt { get; init; }

    [JsonPropertyName("input")]
    public required long Input { get; init; }

    [JsonPropertyName("cache_read")]
    public required long CacheRead { get; init; }

    [JsonPropertyName("cache_write")]
    public required long CacheWrite { get; init; }

    [JsonPropertyName("cache_write_1h")]
    public required long CacheWriteHour { get; init; }

    [JsonPropertyName("output")]
    public required long Output { get; init; }

    [JsonPropertyName("reasoning")]
    public required long Reasoning { get; init; }
}

/// <summary>Costs by their source.</summary>
internal sealed record StatsCostContract
{
    /// <summary>Gets the cost that counts: what providers stated, and the price table where they stated nothing.</summary>
    [JsonPropertyName("counted")]
    public required MoneyContract Counted { get; init; }

    [JsonPropertyName("stated")]
    public required MoneyContract Stated { get; init; }

    [JsonPropertyName("table")]
    public required MoneyContract Table { get; init; }

    /// <summary>Gets what the requests that a subscription includes would cost; it is not part of the cost that counts.</summary>
    [JsonPropertyName("included")]
    public required MoneyContract Included { get; init; }

    /// <summary>Gets the number of requests whose cost is unknown.</summary>
    [JsonPropertyName("unknown_requests")]
    public required long UnknownRequests { get; init; }

    /// <summary>Gets what providers stated, by unit.</summary>
    [JsonPropertyName("units")]
    public required IReadOnlyList<StatedSumContract> Units { get; init; }
}

/// <summary>The sum of what providers stated in one unit.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Amount">The sum, as a decimal number.</param>
internal sealed record StatedSumContract(
    [property: JsonPropertyName("unit")] string Unit,
    [property: JsonPropertyName("amount")] string Amount);

/// <summary>An amount of US dollars.</summary>
/// <param name="NanoDollars">The amount in billionths.</param>
/// <param name="Dollars">The same as a decimal number with nine places.</param>
internal sealed record MoneyContract(
    [property: JsonPropertyName("nano_dollars")] long NanoDollars,
    [property: JsonPropertyName("dollars")] string Dollars);

/// <summary>Percentiles in milliseconds; null without completed requests.</summary>
/// <param name="P50">The median.</param>
/// <param name="P95">The time that 95 of 100 requests did not exceed.</param>
internal sealed record StatsPercentilesContract(
    [property: JsonPropertyName("p50")] double? P50,
    [property: JsonPropertyName("p95")] double? P95);
