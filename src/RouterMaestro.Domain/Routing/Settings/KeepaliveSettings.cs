namespace RouterMaestro.Domain.Routing.Settings;

/// <summary>The intervals of the keepalives of a silent stream.</summary>
/// <param name="First">The maximum silence before the first keepalive.</param>
/// <param name="Every">The maximum silence before each later one.</param>
public sealed record KeepaliveSettings(TimeSpan First, TimeSpan Every)
{
    /// <summary>Gets the defaults: 10 seconds, then 5.</summary>
    public static KeepaliveSettings Default { get; } = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5));
}
