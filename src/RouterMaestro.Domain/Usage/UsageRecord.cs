using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Pricing;

namespace RouterMaestro.Domain.Usage;

/// <summary>One request, whatever its end, without any of its content.</summary>
/// <param name="RequestId">The gateway's id of the request.</param>
/// <param name="StartedAt">The time of its beginning, in UTC.</param>
/// <param name="Operation">What was asked for.</param>
/// <param name="End">The way in which it ended.</param>
public sealed record UsageRecord(string RequestId, DateTimeOffset StartedAt, UsageOperation Operation, CallEnd End)
{
    /// <summary>Gets the name of the caller's protocol; null for callers within the process.</summary>
    public string? Protocol { get; init; }

    /// <summary>Gets the model as the caller named it.</summary>
    public string RequestedModel { get; init; } = "";

    /// <summary>Gets the model that responded, or else the one whose failure the caller got; null if no provider was called.</summary>
    public ModelRef? Model { get; init; }

    /// <summary>Gets whether the response was asked for as a stream.</summary>
    public bool IsStream { get; init; }

    /// <summary>Gets the tokens, as the provider stated them; null if it stated none.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>Gets whether the gateway estimated the tokens.</summary>
    public bool IsEstimated { get; init; }

    /// <summary>Gets whether the response broke or the caller left, so that tokens and costs are those seen until then.</summary>
    public bool IsPartial { get; init; }

    /// <summary>Gets the time from the beginning to the first content, or to the whole response; null if there was none.</summary>
    public TimeSpan? TimeToFirstContent { get; init; }

    /// <summary>Gets the time from the beginning to the end.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Gets the time until the first provider was called; null if none was.</summary>
    public TimeSpan? Overhead { get; init; }

    /// <summary>Gets the HTTP status that the caller got; null if it left before there was one.</summary>
    public int? Status { get; init; }

    /// <summary>Gets the kind of the provider's failure that the caller got; null if there is none.</summary>
    public FailureKind? Failure { get; init; }

    /// <summary>Gets the number of requests sent to providers.</summary>
    public int Attempts { get; init; }

    /// <summary>Gets whether another candidate than the first one that was called responded.</summary>
    public bool IsFallback { get; init; }

    /// <summary>Gets the name of the caller's key; null if nobody was authenticated.</summary>
    public string? KeyName { get; init; }

    /// <summary>Gets the kind of client, from its user agent, such as <c>claude-code</c>; null if it sent none.</summary>
    public string? Client { get; init; }

    /// <summary>Gets a keyed hash of the client's session, which cannot be turned back into it; null if the client named none.</summary>
    public ulong? Session { get; init; }

    /// <summary>Gets what the request needed of a model.</summary>
    public UsageNeeds Needs { get; init; }

    /// <summary>Gets the input tokens that planning assumed; 0 if it assumed none.</summary>
    public long EstimatedInput { get; init; }

    /// <summary>Gets the candidates in order with their reasons, and the skipped models; empty if there was no plan.</summary>
    public string Plan { get; init; } = "";

    /// <summary>Gets the revision of the model catalog; null if it is unknown.</summary>
    public string? CatalogRevision { get; init; }

    /// <summary>Gets the revision of the routing settings; null if it is unknown.</summary>
    public string? SettingsRevision { get; init; }

    /// <summary>Gets the attempts that failed before the response, which are never priced as responses.</summary>
    public EquatableArray<FailedCall> FailedCalls { get; init; } = [];

    /// <summary>Gets what providers said that the request costs, in their own units.</summary>
    public EquatableArray<StatedCost> StatedCosts { get; init; } = [];

    /// <summary>Gets the cost.</summary>
    public UsageCost Cost { get; init; } = UsageCost.None;
}
