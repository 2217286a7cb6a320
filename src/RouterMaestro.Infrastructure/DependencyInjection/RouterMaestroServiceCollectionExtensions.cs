using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using RouterMaestro.Application.DependencyInjection;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Models;
using RouterMaestro.Infrastructure.Catalog;
using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.Infrastructure.Configuration.Routing;
using RouterMaestro.Infrastructure.DependencyInjection;
using RouterMaestro.Infrastructure.Providers;
using RouterMaestro.Infrastructure.Tokens;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the router to a host.</summary>
public static class RouterMaestroServiceCollectionExtensions
{
    /// <summary>
    /// Adds the router, without any provider: those come from the builder's methods. By itself this reads no disk, network or
    /// environment. Calling it again adds nothing but further settings.
    /// </summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">Sets what the host decides.</param>
    /// <returns>Takes what the host adds, such as <c>UseFileConfiguration()</c> or <c>AddOpenAI("key")</c>.</returns>
    public static IRouterMaestroBuilder AddRouterMaestro(this IServiceCollection services, Action<RouterMaestroOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var builder = services.AddRouterMaestroCore();
        services.AddLogging();
        services.AddOptions<RouterMaestroOptions>().Configure(configure ?? (static _ => { })).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RouterMaestroOptions>, RouterMaestroOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ProviderOptions>, ProviderOptionsValidator>());
        services.TryAddSingleton<IProviderFactory, HttpProviderFactory>();
        services.TryAddSingleton<HostProviders>();
        services.TryAddSingleton<IGatewayConfigurationSource, GatewayConfigurationSource>();
        services.TryAddSingleton<ITextTokenizer, TextTokenizer>();
        services.TryAddSingleton<INameSimilarity, WeightedRatio>();
        services.TryAddSingleton<RouteTables>();
        services.TryAddSingleton<GatewayState>();
        services.TryAddSingleton<IGatewayState>(provider => provider.GetRequiredService<GatewayState>());
        services.TryAddSingleton<IPrioritiesStore, PrioritiesStore>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, GatewayStartup>());
        return builder;
    }
}
