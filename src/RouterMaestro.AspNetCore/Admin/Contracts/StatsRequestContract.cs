using System.Text.Json.Serialization;

namespace RouterMaestro.AspNetCore.Admin.Contracts;

/// <summary>A page of recorded requests, the newest first.</summary>
/// <param name="Requests">The requests.</param>
/// <param name="Next">The cursor of the next page; null on the last one.</param>
internal sealed record StatsRequestListContract(
    [property: JsonPropertyName("requests")] IReadOnlyList<StatsRequestContract> Requests,
    [property: JsonPropertyName("next")] string? Next);

/// <summary>A recorded request, without any of its content.</summary>
internal sealed record StatsRequestContract
{
    [JsonPropertyName("request_id")]
    public required string RequestId { get; init; }

    [JsonPropertyName("started_at")]
    public required DateTimeOffset StartedAt { get; init; }

    [JsonPropertyName("operation")]
    public required string Operation { get; init; }

    [JsonPropertyName("outcome")]
    public required string Outcome { get; init; }

    [JsonPropertyName("status")]
    public int? Status { get; init; }

    [JsonPropertyName("failure")]
    public string? Failure { get; init; }

    [JsonPropertyName("protocol")]
    public string? Protocol { get; init; }

    [JsonPropertyName("requested_model")]
    public required string RequestedModel { get; init; }

    /// <summary>Gets the qualified id of the model that responded.</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    [JsonPropertyName("fallback")]
    public required bool IsFallback { get; init; }

    [JsonPropertyName("attempts")]
    public required int Attempts { get; init; }

    [JsonPropertyName("failed_attempts")]
    public required IReadOnlyList<StatsFailedAttemptContract> FailedAttempts { get; init; }

    [JsonPropertyName("stream")]
    public required bool IsStream { get; init; }

    [JsonPropertyName("tokens")]
    public StatsTokensContract? Tokens { get; init; }

    [JsonPropertyName("service_tier")]
    public string? ServiceTier { get; init; }

    /// <summary>Gets whether the gateway estimated the tokens.</summary>
    [JsonPropertyName("estimated")]
    public required bool IsEstimated { get; init; }

    /// <summary>Gets whether the tokens are those seen until the response broke or the caller left.</summary>
    [JsonPropertyName("partial")]
    public required bool IsPartial { get; init; }

    [JsonPropertyName("cost")]
    public required StatsRequestCostContract Cost { get; init; }

    [JsonPropertyName("time_to_first_content_ms")]
    public double? TimeToFirstContent { get; init; }

    [JsonPropertyName("duration_ms")]
    public required double Duration { get; init; }

    [JsonPropertyName("overhead_ms")]
    public double? Overhead { get; init; }

    [JsonPropertyName("key")]
    public string? KeyName { get; init; }

    [JsonPropertyName("client")]
    public string? Client { get; init; }

    /// <summary>Gets the keyed hash of the session, in hexadecimal digits.</summary>
    [JsonPropertyName("session")]
    public string? Session { get; init; }

    [JsonPropertyName("needs")]
    public required IReadOnlyList<string> Needs { get; init; }

    [JsonPropertyName("estimated_input")]
    public required long EstimatedInput { get; init; }

    [JsonPropertyName("plan")]
    public required string Plan { get; init; }

    [JsonPropertyName("catalog_revision")]
    public string? CatalogRevision { get; init; }

    [JsonPropertyName("settings_revision")]
    public string? SettingsRevision { get; init; }
}

/// <summary>An attempt that failed before the response. It is not priced.</summary>
/// <param name="Model">The qualified id of the model.</param>
/// <param name="Failure">The kind of failure.</param>
/// <param name="Status">The provider's HTTP status; null if it sent none.</param>
/// <param name="Duration">The time from its beginning to its end, in milliseconds.</param>
internal sealed record StatsFailedAttemptContract(
    [property: JsonPropertyName("model")] string Model,
    [property: JsonPropertyName("failure")] string Failure,
    [property: JsonPropertyName("status")] int? Status,
    [property: JsonPropertyName("duration_ms")] double Duration);

/// <summary>The cost of a request.</summary>
/// <param name="Source">Which cost counts: <c>stated</c>, <c>table</c>, <c>included</c>, <c>nothing</c> or <c>unknown</c>.</param>
/// <param name="Counted">The cost that counts; null if it is unknown.</param>
/// <param name="Stated">The cost that the provider stated.</param>
/// <param name="Table">The cost by the price table.</param>
/// <param name="Units">What the provider stated, in its own units.</param>
internal sealed record StatsRequestCostContract(
    [property: JsonPropertyName("source")] string Source,
    [property: JsonPropertyName("counted")] MoneyContract? Counted,
    [property: JsonPropertyName("stated")] MoneyContract? Stated,
    [property: JsonPropertyName("table")] MoneyContract? Table,
    [property: JsonPropertyName("units")] IReadOnlyList<StatedSumContract> Units);
