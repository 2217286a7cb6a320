namespace RouterMaestro.Domain.Routing.Settings;

/// <summary>When a silent stream tells its caller that it lives.</summary>
/// <param name="First">How long the silence at the beginning may be.</param>
/// <param name="Every">How long each later silence may be.</param>
public sealed record KeepaliveSettings(TimeSpan First, TimeSpan Every)
{
    /// <summary>Gets the defaults: 10 seconds, then 5.</summary>
    public static KeepaliveSettings Default { get; } = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5));
}
