using System.Text.Json.Serialization;

namespace RouterMaestro.AspNetCore.Admin.Contracts;

/// <summary>The health of the candidates and the circuits with failures, at one moment.</summary>
internal sealed record HealthContract
{
    [JsonPropertyName("now")]
    public required DateTimeOffset Now { get; init; }

    [JsonPropertyName("candidates")]
    public required IReadOnlyList<CandidateContract> Candidates { get; init; }

    [JsonPropertyName("circuits")]
    public required IReadOnlyList<CircuitContract> Circuits { get; init; }
}

/// <summary>The health of one candidate, and its last failure.</summary>
internal sealed record CandidateContract
{
    [JsonPropertyName("model")]
    public required string Model { get; init; }

    [JsonPropertyName("health")]
    public required CandidateHealthContract Health { get; init; }

    [JsonPropertyName("failed_at")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? FailedAt { get; init; }

    [JsonPropertyName("last_failure")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FailureContract? LastFailure { get; init; }
}

/// <summary>The combined state of a candidate's circuits. A closed one has only a state.</summary>
internal sealed record CandidateHealthContract
{
    /// <summary>Gets the state: <c>closed</c>, <c>half_open</c>, <c>probing</c> or <c>open</c>.</summary>
    [JsonPropertyName("state")]
    public required string State { get; init; }

    /// <summary>Gets the scope of the circuit that decides: <c>candidate</c>, <c>provider</c> or <c>credential</c>.</summary>
    [JsonPropertyName("scope")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Scope { get; init; }

    [JsonPropertyName("until")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Until { get; init; }

    [JsonPropertyName("failure")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FailureContract? Failure { get; init; }
}

/// <summary>The state of one circuit.</summary>
internal sealed record CircuitContract
{
    [JsonPropertyName("scope")]
    public required string Scope { get; init; }

    /// <summary>Gets the qualified model id, or the provider's id.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    [JsonPropertyName("state")]
    public required string State { get; init; }

    [JsonPropertyName("until")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Until { get; init; }

    [JsonPropertyName("consecutive_failures")]
    public required int ConsecutiveFailures { get; init; }

    [JsonPropertyName("failed_at")]
    public required DateTimeOffset FailedAt { get; init; }

    [JsonPropertyName("failure")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FailureContract? Failure { get; init; }
}

/// <summary>A provider's failure.</summary>
internal sealed record FailureContract
{
    [JsonPropertyName("kind")]
    public required string Kind { get; init; }

    /// <summary>Gets the HTTP status; null if the provider sent none, or the failure came inside a 200.</summary>
    [JsonPropertyName("status")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Status { get; init; }

    [JsonPropertyName("message")]
    public required string Message { get; init; }
}
