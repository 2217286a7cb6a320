using RouterMaestro.Domain;
using RouterMaestro.Domain.Pricing;

namespace RouterMaestro.Infrastructure.Configuration.Providers;

/// <summary>What an operator says of the prices of a provider.</summary>
internal sealed record ProviderPricing
{
    /// <summary>Gets the pricing of a provider of which the operator says nothing.</summary>
    public static ProviderPricing None { get; } = new();

    /// <summary>Gets the operator's own prices.</summary>
    public EquatableArray<OperatorPrice> Prices { get; init; } = [];

    /// <summary>Gets whether a subscription includes the models; null for what the vendor does.</summary>
    public bool? IsIncluded { get; init; }
}

/// <summary>An operator's own price.</summary>
/// <param name="Model">The provider's id of the model; <see cref="AnyModel"/> for all models without a price of their own.</param>
/// <param name="Place">The place in <c>providers.json</c>.</param>
/// <param name="Rates">The prices; those of the cache may be missing.</param>
internal sealed record OperatorPrice(string Model, string Place, TokenRates Rates)
{
    /// <summary>Stands for all models.</summary>
    public const string AnyModel = "*";
}
