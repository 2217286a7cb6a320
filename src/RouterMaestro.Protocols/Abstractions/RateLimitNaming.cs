namespace RouterMaestro.Protocols.Abstractions;

/// <summary>
/// The names of the rate limit header fields of a vendor. OpenAI: <c>x-ratelimit-remaining-requests</c>, and resets as durations such as
/// <c>6m0s</c>. Anthropic: <c>anthropic-ratelimit-requests-remaining</c>, and resets as points in time (RFC 3339).
/// </summary>
/// <param name="Prefix">The beginning of every such field.</param>
/// <param name="IsFigureFirst">Whether the figure (limit, remaining, reset) comes before the unit (requests, tokens).</param>
/// <param name="ResetsAtTime">Whether a reset is a point in time, rather than a duration.</param>
public sealed record RateLimitNaming(string Prefix, bool IsFigureFirst, bool ResetsAtTime)
{
    /// <summary>Gets the names that OpenAI uses.</summary>
    public static RateLimitNaming OpenAI { get; } = new("x-ratelimit-", IsFigureFirst: true, ResetsAtTime: false);

    /// <summary>Gets the names that Anthropic uses.</summary>
    public static RateLimitNaming Anthropic { get; } = new("anthropic-ratelimit-", IsFigureFirst: false, ResetsAtTime: true);

    /// <summary>Gets every convention.</summary>
    public static IReadOnlyList<RateLimitNaming> All { get; } = [OpenAI, Anthropic];
}
