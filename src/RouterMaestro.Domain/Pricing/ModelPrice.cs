using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Domain.Pricing;

/// <summary>The price of a model at a vendor, for a time or for always.</summary>
/// <param name="Vendor">The vendor's id; empty for an operator's own price.</param>
/// <param name="Model">The vendor's id of the model.</param>
/// <param name="Tiers">The prices of the tiers and sizes; those of the standard tier for all prompts come first.</param>
public sealed record ModelPrice(string Vendor, string Model, EquatableArray<PriceTier> Tiers)
{
    private const int Million = 1_000_000;

    /// <summary>Gets further ids of the model.</summary>
    public EquatableArray<string> Aliases { get; init; } = [];

    /// <summary>Gets the first day, in UTC, for which the price counts; null for no limit.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Gets the first day, in UTC, for which it counts no more; null for no limit.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Gets the hours of the day, in UTC, in which it counts; null for all. The end is not part of them.</summary>
    public (TimeOnly Start, TimeOnly End)? Hours { get; init; }

    /// <summary>Gets where the price comes from.</summary>
    public string Source { get; init; } = "";

    /// <summary>Gets the day on which the source was published; null if it has none.</summary>
    public DateOnly? PublishedOn { get; init; }

    /// <summary>Gets the shares of the standard price that are charged for tiers without prices of their own.</summary>
    public EquatableArray<(string Tier, PriceShare Share)> Shares { get; init; } = [];

    /// <summary>Gets whether the price counts for tiers without prices and shares too, as an operator's own price does.</summary>
    public bool CoversAllTiers { get; init; }

    /// <summary>Returns whether the price counts at a time.</summary>
    /// <param name="at">The time.</param>
    public bool IsValidAt(DateTimeOffset at)
    {
        var (day, time) = (DateOnly.FromDateTime(at.UtcDateTime), TimeOnly.FromDateTime(at.UtcDateTime));
        return !(day < From) && !(day >= Until) && (Hours is not { } hours || time.IsBetween(hours.Start, hours.End));
    }

    /// <summary>Finds the prices of a request.</summary>
    /// <param name="servedTier">The service tier as the provider named it; null for the standard tier.</param>
    /// <param name="prompt">All tokens of the prompt.</param>
    /// <returns>The prices; null if the tier has none.</returns>
    public AppliedPrice? Apply(string? servedTier, long prompt)
    {
        var tier = ServiceTiers.Normalize(servedTier);
        if (FindTier(tier, prompt) is { } own)
        {
            return new(own, PriceShare.Whole);
        }

        if (tier.Length == 0 || FindTier("", prompt) is not { } standard)
        {
            return null;
        }

        foreach (var (name, share) in Shares)
        {
            if (name == tier)
            {
                return new(standard, share);
            }
        }

        return CoversAllTiers ? new(standard, PriceShare.Whole) : null;
    }

    /// <summary>Calculates the cost of a response, rounded once, a half to the even number.</summary>
    /// <param name="usage">The tokens.</param>
    /// <returns>The cost in nano-dollars; null if tokens have no price.</returns>
    public long? CostOf(TokenUsage usage) => Multiply(usage) is { } product ? NanoDollars.Divide(product.Dividend, product.Divisor) : null;

    /// <summary>Multiplies the tokens with their prices, without rounding.</summary>
    /// <param name="usage">The tokens.</param>
    /// <returns>A fraction in nano-dollars; null if tokens have no price.</returns>
    internal (Int128 Dividend, Int128 Divisor)? Multiply(TokenUsage usage)
    {
        ArgumentNullException.ThrowIfNull(usage);
        if (Apply(usage.ServiceTier, usage.Prompt) is not { } applied)
        {
            return null;
        }

        var (rates, sum) = (applied.Tier.Rates, Int128.Zero);
        return Add(usage.Input, rates.Input)
            && Add(usage.CacheRead, rates.CacheRead)
            && Add(usage.CacheWrite, rates.CacheWrite)
            && Add(usage.CacheWriteHour, rates.CacheWriteHour)
            && Add(usage.Output, rates.Output)
            && Add(usage.Reasoning, rates.Reasoning ?? rates.Output)
                ? (sum * applied.Share.Numerator, (Int128)Million * applied.Share.Denominator)
                : null;

        // no sum is too large: of six products of 63 bits of tokens and 50 bits of price, with a share of one digit
        bool Add(long tokens, long? rate)
        {
            if (tokens < 0)
            {
                return false;
            }

            sum += (Int128)tokens * (rate ?? 0);
            return tokens == 0 || rate is not null;
        }
    }

    private PriceTier? FindTier(string name, long prompt)
    {
        PriceTier? found = null;
        foreach (var tier in Tiers)
        {
            if (tier.Name == name && (prompt > tier.Above || tier.Above == 0) && !(tier.Above < found?.Above))
            {
                found = tier;
            }
        }

        return found;
    }
}
