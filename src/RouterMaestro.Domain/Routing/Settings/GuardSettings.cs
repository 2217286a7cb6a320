namespace RouterMaestro.Domain.Routing.Settings;

/// <summary>The settings of the gateway's own guards of responses.</summary>
public sealed record GuardSettings
{
    /// <summary>Gets the defaults: all guards are on.</summary>
    public static GuardSettings Default { get; } = new();

    /// <summary>Gets whether a response fails that holds messages of an agent's own program, for providers whose models leak them. The default is true.</summary>
    public bool LeakGuard { get; init; } = true;

    /// <summary>Gets whether tool calls that a model wrote as text become tool calls, for providers whose models do so. The default is true.</summary>
    public bool InvokeRecovery { get; init; } = true;

    /// <summary>Gets the limits beyond which a stream fails; null for no limits.</summary>
    public RunawayLimits? Runaway { get; init; } = RunawayLimits.Default;
}

/// <summary>The limits of a stream's content.</summary>
/// <param name="MaxBytes">The maximum size of its content in UTF-8, in bytes.</param>
/// <param name="MaxDeltas">The number of deltas that may be tiny.</param>
public sealed record RunawayLimits(int MaxBytes, int MaxDeltas)
{
    /// <summary>The name of the guard, in failures.</summary>
    public const string Guard = "runaway_guard";

    /// <summary>Gets the defaults: 10,000,000 bytes and 50,000 deltas.</summary>
    public static RunawayLimits Default { get; } = new(10_000_000, 50_000);

    /// <summary>Returns whether a stream has more content than the limits allow: too many bytes, or too many deltas of less than 1.5 bytes on average.</summary>
    /// <param name="bytes">The size of the content so far.</param>
    /// <param name="deltas">The number of deltas so far.</param>
    internal bool AreExceededBy(long bytes, long deltas) => bytes > MaxBytes || (deltas > MaxDeltas && bytes * 2 < deltas * 3);
}
