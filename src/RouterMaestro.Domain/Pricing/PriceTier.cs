namespace RouterMaestro.Domain.Pricing;

/// <summary>The prices of a service tier, for prompts above a size. They count for the whole request.</summary>
/// <param name="Name">The tier's name in responses, in lower case; empty for the standard tier.</param>
/// <param name="Above">The prompt has more tokens than this, those of the cache included; 0 for all prompts.</param>
/// <param name="Rates">The prices.</param>
public sealed record PriceTier(string Name, long Above, TokenRates Rates);
