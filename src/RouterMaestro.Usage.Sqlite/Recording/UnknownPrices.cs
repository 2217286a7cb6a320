using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Pricing;

namespace RouterMaestro.Usage.Sqlite.Recording;

/// <summary>The price book of hosts that have none: every cost is unknown.</summary>
internal sealed class UnknownPrices : IPriceBook
{
    public UsageCost CostOf(ModelRef model, TokenUsage? usage, EquatableArray<StatedCost> stated, DateTimeOffset at) => new(null, null, CostSource.Unknown);

    public bool HasFreeRefusals(ModelRef model) => false;
}
