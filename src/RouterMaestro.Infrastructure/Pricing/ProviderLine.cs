using RouterMaestro.Domain.Pricing;
using RouterMaestro.Infrastructure.Configuration.Providers;

namespace RouterMaestro.Infrastructure.Pricing;

/// <summary>A provider with its vendor and the operator's prices.</summary>
/// <param name="Place">Its base address.</param>
/// <param name="Vendor">Its vendor; null if it is a server that the table does not know.</param>
/// <param name="VendorReason">Why this is the vendor.</param>
/// <param name="Pricing">What the operator says.</param>
internal sealed record ProviderLine(string Place, PriceVendor? Vendor, string VendorReason, ProviderPricing Pricing)
{
    /// <summary>Gets whether a subscription includes its models.</summary>
    public bool IsIncluded => Pricing.IsIncluded ?? Vendor is { IsSubscription: true };

    /// <summary>Finds the vendor of a provider.</summary>
    public static ProviderLine Of(ConfiguredProvider provider, PriceTable table)
    {
        var (type, address) = (provider.Profile.Module.Type, new Uri(provider.Profile.BaseAddress));
        var vendor = table.FindVendor(type, address);
        var reason = vendor is null ? ""
            : vendor.Types.Contains(type, StringComparer.OrdinalIgnoreCase) ? $"the provider's type is that of {vendor.Id}"
            : $"{address.Host} is an address of {vendor.Id}";
        return new(provider.Profile.BaseAddress, vendor, reason, provider.Pricing);
    }

    /// <summary>Finds the operator's price of a model.</summary>
    public OperatorPrice? FindOwn(string model) =>
        Pricing.Prices.FirstOrDefault(price => price.Model.Equals(model, StringComparison.OrdinalIgnoreCase))
        ?? Pricing.Prices.FirstOrDefault(price => price.Model == OperatorPrice.AnyModel);

    /// <summary>Makes a price of the operator's, with the vendor's rules for what it leaves out. Servers without known rules charge the cache as input.</summary>
    public ModelPrice PriceOf(OperatorPrice own)
    {
        var rates = Vendor?.Complete(own.Rates) ?? own.Rates with
        {
            CacheRead = own.Rates.CacheRead ?? own.Rates.Input,
            CacheWrite = own.Rates.CacheWrite ?? own.Rates.Input,
            CacheWriteHour = own.Rates.CacheWriteHour ?? own.Rates.CacheWrite ?? own.Rates.Input,
        };
        return new ModelPrice("", own.Model, [new PriceTier("", 0, rates)])
        {
            Source = "providers.json",
            Shares = Vendor?.Shares ?? [],
            CoversAllTiers = true,
        };
    }
}
