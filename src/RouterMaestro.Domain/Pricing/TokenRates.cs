namespace RouterMaestro.Domain.Pricing;

/// <summary>The prices of the kinds of tokens, in nano-dollars per million tokens: 3 dollars per million are 3,000,000,000. Null is a price that is not known.</summary>
/// <param name="Input">Prompt tokens outside of the cache.</param>
/// <param name="Output">Completion tokens.</param>
public sealed record TokenRates(long? Input, long? Output)
{
    /// <summary>Gets the price of prompt tokens read from the cache.</summary>
    public long? CacheRead { get; init; }

    /// <summary>Gets the price of prompt tokens written to the cache, for five minutes where the time matters.</summary>
    public long? CacheWrite { get; init; }

    /// <summary>Gets the price of prompt tokens written to the cache for an hour.</summary>
    public long? CacheWriteHour { get; init; }

    /// <summary>Gets the price of completion tokens spent on reasoning; null for the price of the others.</summary>
    public long? Reasoning { get; init; }
}
