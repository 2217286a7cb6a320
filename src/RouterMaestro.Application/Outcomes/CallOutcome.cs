using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Usage;

namespace RouterMaestro.Application.Outcomes;

/// <summary>How a call ended.</summary>
/// <param name="RequestId">The gateway's id of the request; empty for callers within the process that give none.</param>
/// <param name="Facts">The facts of the request, with the model as the caller named it.</param>
/// <param name="End">The way in which it ended.</param>
public sealed record CallOutcome(string RequestId, RequestFacts Facts, CallEnd End)
{
    /// <summary>Gets a value indicating whether the call only counted tokens.</summary>
    public bool IsCount { get; init; }

    /// <summary>Gets who called: the key (<c>gateway</c>, or its name), or the user whom the host authenticated; null if nobody was authenticated.</summary>
    public string? Identity { get; init; }

    /// <summary>Gets the caller's protocol; null for callers within the process.</summary>
    public WireProtocol? Caller { get; init; }

    /// <summary>Gets the model that responded, or else the one whose failure the caller got; null if no provider was called.</summary>
    public ModelRef? Model { get; init; }

    /// <summary>Gets the protocol in which that model was called; null if no provider was called.</summary>
    public WireProtocol? Provider { get; init; }

    /// <summary>Gets a value indicating whether request and response were passed through.</summary>
    public bool IsPassthrough { get; init; }

    /// <summary>Gets the number of requests sent to providers.</summary>
    public int Attempts { get; init; }

    /// <summary>
    /// Gets the usage that the provider stated; null if it stated none. What is stated again when a stored response is retrieved belongs to the call
    /// that made it.
    /// </summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>
    /// Gets what providers said that the call costs, in their own units: one entry for each response that said it, also of attempts that failed afterwards.
    /// </summary>
    public EquatableArray<StatedCost> StatedCosts { get; init; } = [];

    /// <summary>Gets the finish reason; null if the response has none.</summary>
    public FinishReason? Finish { get; init; }

    /// <summary>Gets the names of the fields lost in translation, without positions and values.</summary>
    public EquatableArray<string> Lost { get; init; } = [];

    /// <summary>Gets the names of what was repaired in a passthrough response, such as <c>finish_reason</c>.</summary>
    public EquatableArray<string> Repaired { get; init; } = [];

    /// <summary>Gets the error that the caller got instead of a response; null if there was a response.</summary>
    public RouterError? Error { get; init; }

    /// <summary>Gets the failure that ended a response that had begun; null if there is none.</summary>
    public UpstreamFailure? Failure { get; init; }

    /// <summary>Gets the HTTP status that the caller got, or would have got outside the process; null if it left before there was one.</summary>
    public int? Status { get; init; }

    /// <summary>Gets the time from the beginning of the call to the first content, or to the whole response; null if there was none.</summary>
    public TimeSpan? TimeToFirstContent { get; init; }

    /// <summary>Gets the time of its beginning, in UTC: when its request had been read.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Gets the time from the beginning of the call until the first provider was called; null if none was.</summary>
    public TimeSpan? Overhead { get; init; }

    /// <summary>Gets the plan; null if there was none, since the call was refused before.</summary>
    public RoutePlan? Plan { get; init; }

    /// <summary>Gets the attempts that failed before the response.</summary>
    public EquatableArray<FailedCall> FailedCalls { get; init; } = [];

    /// <summary>Gets whether the gateway estimated the tokens.</summary>
    public bool IsEstimated { get; init; }

    /// <summary>Gets the revision of the model catalog; null if none was read.</summary>
    public string? CatalogRevision { get; init; }

    /// <summary>Gets the revision of the routing settings; null if none were read.</summary>
    public string? SettingsRevision { get; init; }

    /// <summary>Gets the caller's user agent as it came; null if it sent none.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Gets the client's own id of its session or conversation as it came; null if it names none.</summary>
    public string? SessionId { get; init; }

    /// <summary>Gets the time from the beginning of the call to its end.</summary>
    public TimeSpan Duration { get; init; }
}
