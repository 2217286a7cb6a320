namespace RouterMaestro.Testing;

/// <summary>The tokens that a simulated answer says it used, in buckets that don't overlap.</summary>
/// <param name="Input">Input tokens that were neither read from nor written to a cache.</param>
/// <param name="Output">Output tokens, reasoning included.</param>
/// <param name="CacheRead">Input tokens read from a cache. OpenAI counts them into all input tokens, Messages does not.</param>
/// <param name="CacheWrite">Input tokens written to a cache; Chat only has them inside <c>prompt_tokens</c>.</param>
/// <param name="Reasoning">The part of <paramref name="Output"/> that was reasoning.</param>
public sealed record SimulatedUsage(long Input, long Output, long CacheRead = 0, long CacheWrite = 0, long Reasoning = 0);
