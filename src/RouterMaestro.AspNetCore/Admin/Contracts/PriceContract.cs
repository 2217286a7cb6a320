using System.Text.Json.Serialization;

namespace RouterMaestro.AspNetCore.Admin.Contracts;

/// <summary>The price of a model with its source.</summary>
internal sealed record PriceContract
{
    /// <summary>Gets the qualified id of the model.</summary>
    [JsonPropertyName("model")]
    public required string Model { get; init; }

    /// <summary>Gets which price counts: <c>override</c>, <c>table</c> or <c>unknown</c>.</summary>
    [JsonPropertyName("price")]
    public required string Kind { get; init; }

    /// <summary>Gets why it counts.</summary>
    [JsonPropertyName("reason")]
    public required string Reason { get; init; }

    /// <summary>Gets whether a subscription includes the model.</summary>
    [JsonPropertyName("included")]
    public required bool IsIncluded { get; init; }

    /// <summary>Gets the vendor whose rules count; null if it is unknown.</summary>
    [JsonPropertyName("vendor")]
    public string? Vendor { get; init; }

    /// <summary>Gets the line of the table or of the configuration; null if there is none.</summary>
    [JsonPropertyName("line")]
    public string? Line { get; init; }

    /// <summary>Gets where the price comes from; null if there is none.</summary>
    [JsonPropertyName("source")]
    public string? Source { get; init; }

    /// <summary>Gets the day on which the source was published, <c>yyyy-MM-dd</c>; null if it has none.</summary>
    [JsonPropertyName("published_on")]
    public string? PublishedOn { get; init; }

    /// <summary>Gets when the price counts, such as <c>from 2026-08-21</c>; null for always.</summary>
    [JsonPropertyName("valid")]
    public string? Valid { get; init; }

    /// <summary>Gets the prices, the standard tier first.</summary>
    [JsonPropertyName("tiers")]
    public required IReadOnlyList<PriceTierContract> Tiers { get; init; }
}

/// <summary>The prices of a service tier, in US dollars per million tokens; null where they are unknown.</summary>
internal sealed record PriceTierContract
{
    /// <summary>Gets the name of the tier.</summary>
    [JsonPropertyName("tier")]
    public required string Tier { get; init; }

    /// <summary>Gets the number of tokens of the prompt above which the prices count for the whole request; 0 for all.</summary>
    [JsonPropertyName("above")]
    public required long Above { get; init; }

    [JsonPropertyName("input")]
    public decimal? Input { get; init; }

    [JsonPropertyName("cache_read")]
    public decimal? CacheRead { get; init; }

    [JsonPropertyName("cache_write")]
    public decimal? CacheWrite { get; init; }

    [JsonPropertyName("cache_write_1h")]
    public decimal? CacheWriteHour { get; init; }

    [JsonPropertyName("output")]
    public decimal? Output { get; init; }

    [JsonPropertyName("reasoning")]
    public decimal? Reasoning { get; init; }
}
