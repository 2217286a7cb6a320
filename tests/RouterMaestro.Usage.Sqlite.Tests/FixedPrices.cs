using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Pricing;

namespace RouterMaestro.Usage.Sqlite.Tests;

/// <summary>Prices of a nano-dollar a token, none for the provider <c>unknown</c>, and a subscription to <c>included</c>; a stated amount counts as nano-dollars.</summary>
internal sealed class FixedPrices : IPriceBook
{
    public UsageCost CostOf(ModelRef model, TokenUsage? usage, EquatableArray<StatedCost> stated, DateTimeOffset at) => (model.Provider, stated) switch
    {
        (_, [..] costs) when !costs.IsEmpty => new((long)costs.AsSpan().ToArray().Sum(c => c.Amount), usage?.Total, CostSource.Stated),
        ("unknown", _) => new(null, null, CostSource.Unknown),
        ("included", _) => new(null, usage?.Total ?? 0, CostSource.Included),
        _ => usage is null ? new(null, null, CostSource.Unknown) : new(null, usage.Total, CostSource.Table),
    };

    public bool HasFreeRefusals(ModelRef model) => false;
}
