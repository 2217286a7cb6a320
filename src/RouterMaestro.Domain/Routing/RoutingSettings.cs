namespace RouterMaestro.Domain.Routing;

/// <summary>What the operator decided about routing: the content of <c>priorities.json</c>.</summary>
public sealed record RoutingSettings
{
    /// <summary>Gets the defaults.</summary>
    public static RoutingSettings Default { get; } = new();

    /// <summary>Gets the qualified ids of the models to try, the best first.</summary>
    public EquatableArray<string> Priorities { get; init; } = [];

    /// <summary>Gets the time limits.</summary>
    public TimeLimits Limits { get; init; } = TimeLimits.Default;

    /// <summary>Gets when keepalives go out.</summary>
    public KeepaliveSettings Keepalive { get; init; } = KeepaliveSettings.Default;
}
