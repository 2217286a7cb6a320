using System.Text.Json.Serialization;

namespace RouterMaestro.AspNetCore.Admin.Contracts;

/// <summary>An explained route.</summary>
internal sealed record RouteContract
{
    [JsonPropertyName("model")]
    public required string Model { get; init; }

    [JsonPropertyName("resolution")]
    public required string Resolution { get; init; }

    /// <summary>Gets <c>fuzzy</c> if the name is another spelling of the model's id; otherwise null.</summary>
    [JsonPropertyName("model_match")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ModelMatch { get; init; }

    [JsonPropertyName("strategy")]
    public required string Strategy { get; init; }

    /// <summary>Gets what is wrong with the routing policy, in whose place the default order is used; null if nothing is.</summary>
    [JsonPropertyName("policy_error")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PolicyError { get; init; }

    [JsonPropertyName("max_candidates")]
    public required int MaxCandidates { get; init; }

    [JsonPropertyName("on_loss")]
    public required string OnLoss { get; init; }

    [JsonPropertyName("request")]
    public required RouteRequestContract Request { get; init; }

    [JsonPropertyName("candidates")]
    public required IReadOnlyList<RouteStepContract> Candidates { get; init; }

    [JsonPropertyName("after_overflow")]
    public required AfterOverflowContract AfterOverflow { get; init; }

    [JsonPropertyName("skipped")]
    public required IReadOnlyList<SkippedContract> Skipped { get; init; }

    [JsonPropertyName("keepalive")]
    public required KeepaliveContract Keepalive { get; init; }

    /// <summary>Gets the error if no candidate can serve the request; otherwise null.</summary>
    [JsonPropertyName("error")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RouteErrorContract? Error { get; init; }
}

/// <summary>The facts of the request that routing reads.</summary>
internal sealed record RouteRequestContract
{
    [JsonPropertyName("operation")]
    public required string Operation { get; init; }

    [JsonPropertyName("stream")]
    public required bool Stream { get; init; }

    [JsonPropertyName("tools")]
    public required bool Tools { get; init; }

    [JsonPropertyName("images")]
    public required bool Images { get; init; }

    [JsonPropertyName("reasoning")]
    public required bool Reasoning { get; init; }

    [JsonPropertyName("schema")]
    public required bool Schema { get; init; }

    [JsonPropertyName("bytes")]
    public required int Bytes { get; init; }
}

/// <summary>The candidates that are asked after a conversation that was too long for the first one.</summary>
internal sealed record AfterOverflowContract
{
    [JsonPropertyName("rule")]
    public required string Rule { get; init; }

    [JsonPropertyName("candidates")]
    public required IReadOnlyList<string> Candidates { get; init; }
}

/// <summary>A model that the plan leaves out.</summary>
internal sealed record SkippedContract
{
    [JsonPropertyName("model")]
    public required string Model { get; init; }

    /// <summary>Gets the reason, for programs.</summary>
    [JsonPropertyName("why")]
    public required string Why { get; init; }

    /// <summary>Gets the reason, for people.</summary>
    [JsonPropertyName("reason")]
    public required string Reason { get; init; }

    /// <summary>Gets the end of the cooldown of an open circuit.</summary>
    [JsonPropertyName("until")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Until { get; init; }
}

/// <summary>The intervals of the keepalives of a silent stream.</summary>
internal sealed record KeepaliveContract
{
    [JsonPropertyName("first")]
    public required TimeSpan First { get; init; }

    [JsonPropertyName("every")]
    public required TimeSpan Every { get; init; }
}

/// <summary>The error that the caller would get.</summary>
internal sealed record RouteErrorContract
{
    [JsonPropertyName("status")]
    public required int Status { get; init; }

    [JsonPropertyName("message")]
    public required string Message { get; init; }
}
