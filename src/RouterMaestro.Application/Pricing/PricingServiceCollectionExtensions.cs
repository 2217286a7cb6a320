using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.Messaging;
using RouterMaestro.Application.Ports;

namespace RouterMaestro.Application.Pricing;

/// <summary>Registers the request that explains a price.</summary>
internal static class PricingServiceCollectionExtensions
{
    public static IServiceCollection AddPricing(this IServiceCollection services) => services
        .AddHandler<ExplainPrice, PriceExplanation, ExplainPriceHandler>();
}
