namespace RouterMaestro.Domain.Pricing;

/// <summary>The prices that count for one request.</summary>
/// <param name="Tier">The prices.</param>
/// <param name="Share">The share of them that is charged.</param>
public readonly record struct AppliedPrice(PriceTier Tier, PriceShare Share);
