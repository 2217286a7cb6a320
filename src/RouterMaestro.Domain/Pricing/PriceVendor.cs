namespace RouterMaestro.Domain.Pricing;

/// <summary>A vendor of models: how its providers are known, and how it charges.</summary>
/// <param name="Id">Its id.</param>
public sealed record PriceVendor(string Id)
{
    /// <summary>Gets the types of providers that are always this vendor.</summary>
    public EquatableArray<string> Types { get; init; } = [];

    /// <summary>Gets its hosts, of which subdomains are part, some with the beginning of a path: <c>api.z.ai/api/coding</c>.</summary>
    public EquatableArray<string> Hosts { get; init; } = [];

    /// <summary>Gets whether a subscription includes its models.</summary>
    public bool IsSubscription { get; init; }

    /// <summary>Gets the vendor whose prices its models have; null for its own.</summary>
    public string? PricedAs { get; init; }

    /// <summary>Gets whether a model without a price has that of the vendor that its id names: <c>anthropic/claude-…</c>.</summary>
    public bool Resells { get; init; }

    /// <summary>Gets whether it charges nothing for a refusal without any output.</summary>
    public bool HasFreeRefusals { get; init; }

    /// <summary>Gets the shares of the standard price that it charges by tier.</summary>
    public EquatableArray<(string Tier, PriceShare Share)> Shares { get; init; } = [];

    /// <summary>Gets what it charges for a kind of tokens without a price: a share of the price of input.</summary>
    public EquatableArray<(string Bucket, PriceShare Share)> Missing { get; init; } = [];

    /// <summary>Adds the prices that the vendor's rules give to kinds of tokens without one.</summary>
    /// <param name="rates">The prices.</param>
    public TokenRates Complete(TokenRates rates)
    {
        ArgumentNullException.ThrowIfNull(rates);
        foreach (var (bucket, share) in Missing)
        {
            rates = bucket switch
            {
                "cache_read" => rates with { CacheRead = rates.CacheRead ?? ShareOf(rates.Input, share) },
                "cache_write" => rates with { CacheWrite = rates.CacheWrite ?? ShareOf(rates.Input, share) },
                "cache_write_1h" => rates with { CacheWriteHour = rates.CacheWriteHour ?? ShareOf(rates.Input, share) },
                _ => rates,
            };
        }

        return rates;
    }

    // a share that is not whole in nano-dollars per million tokens is left unknown, so that no price is rounded
    private static long? ShareOf(long? price, PriceShare share) =>
        price * share.Numerator is { } product && product % share.Denominator == 0 ? product / share.Denominator : null;
}
