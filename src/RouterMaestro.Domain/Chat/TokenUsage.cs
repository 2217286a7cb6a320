namespace RouterMaestro.Domain.Chat;

/// <summary>Tokens of one response in buckets that don't overlap, so that they can be added and priced.</summary>
/// <param name="Input">Prompt tokens that were neither read from nor written to a cache.</param>
/// <param name="CacheRead">Prompt tokens read from the provider's cache.</param>
/// <param name="CacheWrite">Prompt tokens written to the provider's cache.</param>
/// <param name="Output">Completion tokens other than reasoning, if the provider counts them separately.</param>
/// <param name="Reasoning">Completion tokens spent on reasoning, if the provider counts them.</param>
public sealed record TokenUsage(long Input, long CacheRead, long CacheWrite, long Output, long Reasoning)
{
    /// <summary>Gets the usage of nothing.</summary>
    public static TokenUsage Zero { get; } = new(0, 0, 0, 0, 0);

    /// <summary>Gets the prompt tokens written to the provider's cache for an hour; <see cref="CacheWrite"/> are those for five minutes, or for a time that the provider does not say.</summary>
    public long CacheWriteHour { get; init; }

    /// <summary>Gets the service tier that the provider says it served, such as <c>flex</c> or <c>priority</c>; null if it says none.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>Gets all prompt tokens.</summary>
    public long Prompt => Input + CacheRead + CacheWrite + CacheWriteHour;

    /// <summary>Gets all completion tokens.</summary>
    public long Completion => Output + Reasoning;

    /// <summary>Gets all tokens.</summary>
    public long Total => Prompt + Completion;
}
