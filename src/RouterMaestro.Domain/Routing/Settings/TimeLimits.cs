namespace RouterMaestro.Domain.Routing.Settings;

/// <summary>The time limits of the phases of a call. Null means no limit.</summary>
public sealed record TimeLimits
{
    /// <summary>Gets the defaults.</summary>
    public static TimeLimits Default { get; } = new();

    /// <summary>Gets the limit on connecting to a provider. The default is 10 seconds.</summary>
    public TimeSpan? Connect { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets the limit on the response headers of a streamed call. The default is 5 minutes.</summary>
    public TimeSpan? ResponseHeaders { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets the limit on the first content of a streamed call, from the request on. The default is 5 minutes.</summary>
    public TimeSpan? FirstContent { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets the limit on silence in a stream. The default is 5 minutes.</summary>
    public TimeSpan? Idle { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Gets the limit on the time without content in a stream that has begun, however many pings come in between. The default is 10 minutes.
    /// </summary>
    public TimeSpan? Silence { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Gets the limit on a streamed call from its request to its end. The default is none.</summary>
    public TimeSpan? Total { get; init; }

    /// <summary>Gets the limit on a call that is not streamed. The default is 10 minutes.</summary>
    public TimeSpan? Unstreamed { get; init; } = TimeSpan.FromMinutes(10);
}
