using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RouterMaestro.Application.Ports;
using RouterMaestro.Infrastructure.Catalog;

namespace RouterMaestro.Infrastructure.Pricing;

/// <summary>Registers the prices.</summary>
internal static class PricingServiceCollectionExtensions
{
    public static IServiceCollection AddPriceBook(this IServiceCollection services)
    {
        services.TryAddSingleton(static provider =>
        {
            var gateway = provider.GetRequiredService<GatewayState>();
            return new PriceBook(() => gateway.Configuration, PriceTableReader.Read);
        });
        services.TryAddSingleton<IPriceBook>(static provider => provider.GetRequiredService<PriceBook>());
        services.TryAddSingleton<IPriceExplainer>(static provider => provider.GetRequiredService<PriceBook>());
        return services;
    }
}
