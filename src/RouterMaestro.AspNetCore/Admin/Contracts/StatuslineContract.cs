using System.Text.Json.Serialization;

namespace RouterMaestro.AspNetCore.Admin.Contracts;

/// <summary>What a status line shows.</summary>
internal sealed record StatuslineContract
{
    /// <summary>Gets the newest request of the session to which a model responded; null if there is none.</summary>
    [JsonPropertyName("last")]
    public StatuslineRequestContract? Last { get; init; }

    [JsonPropertyName("today")]
    public required StatuslineTodayContract Today { get; init; }

    /// <summary>Gets the limit of an account of which the smallest share is left; null if none is known.</summary>
    [JsonPropertyName("limit")]
    public StatuslineLimitContract? Limit { get; init; }
}

/// <summary>The newest request of a session.</summary>
/// <param name="Model">The qualified id of the model that responded.</param>
/// <param name="RequestedModel">The model as the client named it.</param>
/// <param name="IsFallback">Whether another candidate than the first one responded.</param>
/// <param name="StartedAt">The time of its beginning.</param>
internal sealed record StatuslineRequestContract(
    [property: JsonPropertyName("model")] string Model,
    [property: JsonPropertyName("requested_model")] string RequestedModel,
    [property: JsonPropertyName("fallback")] bool IsFallback,
    [property: JsonPropertyName("started_at")] DateTimeOffset StartedAt);

/// <summary>The sums of today, over all sessions.</summary>
/// <param name="Requests">The number of requests.</param>
/// <param name="Cost">The costs.</param>
/// <param name="CacheHitRate">The share of the prompt tokens that were read from a cache, 0 to 1; null without any.</param>
internal sealed record StatuslineTodayContract(
    [property: JsonPropertyName("requests")] long Requests,
    [property: JsonPropertyName("cost")] StatsCostContract Cost,
    [property: JsonPropertyName("cache_hit_rate")] double? CacheHitRate);

/// <summary>What is left of a limit.</summary>
/// <param name="Provider">The account's provider.</param>
/// <param name="Name">The name of the limit.</param>
/// <param name="PercentLeft">What is left, in percent.</param>
/// <param name="ResetsAt">The time at which it is full again.</param>
internal sealed record StatuslineLimitContract(
    [property: JsonPropertyName("provider")] string Provider,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("percent_left")] double PercentLeft,
    [property: JsonPropertyName("resets_at")] DateTimeOffset? ResetsAt);
