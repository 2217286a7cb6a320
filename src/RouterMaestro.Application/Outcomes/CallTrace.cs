using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Usage;

namespace RouterMaestro.Application.Outcomes;

/// <summary>What is noted of one call on its way, for its outcome. There is none for a call whose outcome nobody wants.</summary>
/// <param name="clock">The clock.</param>
internal sealed class CallTrace(TimeProvider clock)
{
    private List<FailedCall>? _failed;
    private long _askedAt;

    /// <summary>Gets the timestamp of the beginning.</summary>
    public long Begun { get; } = clock.GetTimestamp();

    /// <summary>Gets the time of the beginning, in UTC.</summary>
    public DateTimeOffset StartedAt { get; } = clock.GetUtcNow();

    /// <summary>Gets the caller's user agent.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Gets the client's own id of its session.</summary>
    public string? SessionId { get; init; }

    /// <summary>Gets the time until the first provider was called; null if none was.</summary>
    public TimeSpan? Overhead { get; private set; }

    /// <summary>Gets the plan; null until it is made.</summary>
    public RoutePlan? Plan { get; private set; }

    /// <summary>Gets the snapshot that the plan was made from; null until then.</summary>
    public GatewaySnapshot? Snapshot { get; private set; }

    /// <summary>Gets the failed attempts.</summary>
    public EquatableArray<FailedCall> Failed => _failed is null ? [] : _failed.ToEquatableArray();

    /// <summary>Gets the time since the beginning.</summary>
    public TimeSpan Elapsed => clock.GetElapsedTime(Begun);

    /// <summary>Gets the time since a provider was called last.</summary>
    public TimeSpan SinceAsked => clock.GetElapsedTime(_askedAt);

    /// <summary>Notes the plan.</summary>
    public void Note(RoutePlan plan, GatewaySnapshot snapshot) => (Plan, Snapshot) = (plan, snapshot);

    /// <summary>Notes that a provider is called now.</summary>
    public void Ask()
    {
        _askedAt = clock.GetTimestamp();
        Overhead ??= clock.GetElapsedTime(Begun, _askedAt);
    }

    /// <summary>Notes a failed attempt.</summary>
    public void Add(FailedCall failed) => (_failed ??= []).Add(failed);
}
