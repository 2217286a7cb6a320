using System.Collections.Frozen;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Pricing;
using RouterMaestro.Infrastructure.Configuration;

namespace RouterMaestro.Infrastructure.Pricing;

/// <summary>Prices responses: by what providers state, by the operator's prices, and by the table.</summary>
internal sealed class PriceBook : IPriceBook, IPriceExplainer
{
    private readonly Func<GatewayConfiguration> _configuration;
    private readonly Lazy<PriceTable> _table;
    private volatile ProviderLines _lines = ProviderLines.None;

    /// <summary>Creates a book, and reads the table in the background, so that no call waits for it.</summary>
    /// <param name="configuration">Gets the configuration in effect.</param>
    /// <param name="read">Reads the table.</param>
    public PriceBook(Func<GatewayConfiguration> configuration, Func<PriceTable> read)
    {
        (_configuration, _table) = (configuration, new(read));
        _ = Task.Run(() => _table.Value);
    }

    /// <inheritdoc />
    public UsageCost CostOf(ModelRef model, TokenUsage? usage, EquatableArray<StatedCost> stated, DateTimeOffset at)
    {
        var line = FindLine(usage?.Model is { } served ? new(model.Provider, served) : model, at);
        var sum = StatedAmounts.Sum(stated);
        if (sum is not null && stated.Any(cost => cost.Model == model))
        {
            return new(sum, usage is null ? null : TableCostOf(usage, line, [], model.Provider, at), CostSource.Stated);
        }

        // attempts that failed at other providers have stated their costs, and the response has not: both count
        var table = usage is null ? null : TableCostOf(usage, line, stated, model.Provider, at);
        return new(sum, table, table is null ? CostSource.Unknown : line.IsIncluded ? CostSource.Included : CostSource.Table);
    }

    /// <inheritdoc />
    public bool HasFreeRefusals(ModelRef model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Lines.Find(model.Provider)?.Vendor is { HasFreeRefusals: true };
    }

    public PriceExplanation Explain(ModelRef model, DateTimeOffset at)
    {
        var line = FindLine(model, at);
        return new PriceExplanation(model, line.Reason)
        {
            Price = line.Price,
            Vendor = line.Provider?.Vendor,
            IsOverride = line.IsOwn,
            IsIncluded = line.IsIncluded,
        };
    }

    private ProviderLines Lines
    {
        get
        {
            var configuration = _configuration();
            var lines = _lines;
            return ReferenceEquals(lines.Configuration, configuration) ? lines : _lines = ProviderLines.Of(configuration, _table.Value, lines);
        }
    }

    private long? TableCostOf(TokenUsage usage, PriceLine line, EquatableArray<StatedCost> stated, string provider, DateTimeOffset at) =>
        usage.OtherModels.IsEmpty && stated.IsEmpty
            ? line.Price?.CostOf(usage)
            : StatedAmounts.Sum(stated, [(line.Price, usage), .. usage.OtherModels.Select(other => (FindLine(new(provider, other.Model), at).Price, other.Usage))]);

    private PriceLine FindLine(ModelRef model, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (Lines.Find(model.Provider) is not { } provider)
        {
            return new(null, null, $"there is no provider '{model.Provider}' in the configuration");
        }

        if (provider.FindOwn(model.Id) is { } own)
        {
            return new(provider, provider.PriceOf(own), $"providers.json sets it: {own.Place}") { IsOwn = true };
        }

        if (provider.Vendor is not { } vendor)
        {
            return new(provider, null, $"no vendor of the table is at {provider.Place}: set a price in providers.json");
        }

        var price = _table.Value.Find(vendor, model.Id, at);
        var reason = price is null ? $"the table has no price of '{model.Id}' at {vendor.Id}: set one in providers.json"
            : price.Vendor == vendor.Id ? $"{provider.VendorReason}, where '{model.Id}' has this line"
            : vendor.PricedAs is null ? $"{provider.VendorReason}, which charges the price of {price.Vendor}, whose model the id names"
            : $"{provider.VendorReason}, whose models are those of {price.Vendor}";
        return new(provider, price, reason);
    }

    /// <summary>The line that counts for a model.</summary>
    private sealed record PriceLine(ProviderLine? Provider, ModelPrice? Price, string Reason)
    {
        public bool IsOwn { get; init; }

        public bool IsIncluded => Provider is { IsIncluded: true };
    }

    /// <summary>The providers of a configuration.</summary>
    private sealed record ProviderLines(GatewayConfiguration? Configuration, FrozenDictionary<string, ProviderLine> Providers)
    {
        public static ProviderLines None { get; } = new(null, FrozenDictionary<string, ProviderLine>.Empty);

        /// <summary>Finds the vendors of all providers. Removed providers stay known, since their last calls end later.</summary>
        public static ProviderLines Of(GatewayConfiguration configuration, PriceTable table, ProviderLines former)
        {
            var providers = new Dictionary<string, ProviderLine>(former.Providers, StringComparer.OrdinalIgnoreCase);
            foreach (var provider in configuration.Providers)
            {
                providers[provider.Profile.Id] = ProviderLine.Of(provider, table);
            }

            return new(configuration, providers.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase));
        }

        public ProviderLine? Find(string provider) => Providers.GetValueOrDefault(provider);
    }
}
