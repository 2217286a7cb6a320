using System.Text.Json.Serialization;

namespace RouterMaestro.AspNetCore.Admin.Contracts;

/// <summary>One candidate of an explained route.</summary>
internal sealed record RouteStepContract
{
    [JsonPropertyName("model")]
    public required string Model { get; init; }

    [JsonPropertyName("reason")]
    public required string Reason { get; init; }

    /// <summary>Gets a value indicating whether the request would probe the candidate's half-open circuit.</summary>
    [JsonPropertyName("probe")]
    public required bool IsProbe { get; init; }

    /// <summary>Gets a value indicating whether the candidate only replaces one that cannot be asked.</summary>
    [JsonPropertyName("reserve")]
    public required bool IsReserve { get; init; }

    [JsonPropertyName("protocol")]
    public required string Protocol { get; init; }

    [JsonPropertyName("passthrough")]
    public required bool IsPassthrough { get; init; }

    /// <summary>Gets the reason of the translation; null for passthrough.</summary>
    [JsonPropertyName("translated_because")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TranslatedBecause { get; init; }

    /// <summary>Gets the context window in tokens; null if it is not known.</summary>
    [JsonPropertyName("window")]
    public int? Window { get; init; }

    /// <summary>Gets the point from which the response is final: <c>complete</c> or <c>first-content</c>.</summary>
    [JsonPropertyName("commit")]
    public required string Commit { get; init; }

    /// <summary>Gets the fields that the translation would drop; null if only the model was asked about.</summary>
    [JsonPropertyName("dropped")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Dropped { get; init; }

    /// <summary>Gets what is known of the model, by the names of <c>model_overrides</c>; null if nothing is.</summary>
    [JsonPropertyName("facts")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Facts { get; init; }

    /// <summary>Gets the reason for which the request cannot be translated for the candidate; null if it can.</summary>
    [JsonPropertyName("refusal")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Refusal { get; init; }

    [JsonPropertyName("thinking")]
    public required ReasoningContract Reasoning { get; init; }

    [JsonPropertyName("health")]
    public required CandidateHealthContract Health { get; init; }

    [JsonPropertyName("timeouts")]
    public required TimeoutsContract Timeouts { get; init; }
}

/// <summary>How the model reasons if the request does not say.</summary>
internal sealed record ReasoningContract
{
    [JsonPropertyName("budget")]
    public required int Budget { get; init; }

    [JsonPropertyName("auto")]
    public required bool IsAutomatic { get; init; }
}

/// <summary>The time limits of a call, named as in <c>priorities.json</c>. Null means no limit.</summary>
internal sealed record TimeoutsContract
{
    [JsonPropertyName("connect")]
    public TimeSpan? Connect { get; init; }

    [JsonPropertyName("responseHeaders")]
    public TimeSpan? ResponseHeaders { get; init; }

    [JsonPropertyName("firstContent")]
    public TimeSpan? FirstContent { get; init; }

    [JsonPropertyName("idle")]
    public TimeSpan? Idle { get; init; }

    [JsonPropertyName("silence")]
    public TimeSpan? Silence { get; init; }

    [JsonPropertyName("total")]
    public TimeSpan? Total { get; init; }

    [JsonPropertyName("unstreamed")]
    public TimeSpan? Unstreamed { get; init; }
}
