using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.DependencyInjection;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Models;
using RouterMaestro.Infrastructure.Catalog;
using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.Infrastructure.Configuration.Routing;
using RouterMaestro.Infrastructure.DependencyInjection;
using RouterMaestro.Infrastructure.Management;
using RouterMaestro.Infrastructure.Pricing;
using RouterMaestro.Infrastructure.Providers;
using RouterMaestro.Infrastructure.Providers.BuiltIn;
using RouterMaestro.Infrastructure.Providers.GitHubCopilot;
using RouterMaestro.Infrastructure.Providers.Modules;
using RouterMaestro.Infrastructure.Providers.Profiles;
using RouterMaestro.Infrastructure.Tokens;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the router to a host.</summary>
public static class RouterMaestroServiceCollectionExtensions
{
    /// <summary>
    /// Adds the router without providers; the builder's methods add them. This method reads no file, network or environment variable.
    /// A second call adds only its settings.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Sets the router's options.</param>
    /// <returns>A builder for providers and configuration, such as <c>UseFileConfiguration()</c> or <c>AddOpenAI("key")</c>.</returns>
    public static IRouterMaestroBuilder AddRouterMaestro(this IServiceCollection services, Action<RouterMaestroOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var builder = services.AddRouterMaestroCore();
        services.AddLogging();
        services.AddOptions<RouterMaestroOptions>().Configure(configure ?? (static _ => { })).ValidateOnStart();
        services.Replace(ServiceDescriptor.Singleton(static provider => MemoryBudget.OfHeap(provider.GetRequiredService<IOptions<RouterMaestroOptions>>().Value.MemoryShare)));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RouterMaestroOptions>, RouterMaestroOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ProviderOptions>, ProviderOptionsValidator>());
        services.TryAddEnumerable(
        [
            ServiceDescriptor.Singleton<IProviderModule, OpenAIModule>(),
            ServiceDescriptor.Singleton<IProviderModule, AnthropicModule>(),
            ServiceDescriptor.Singleton<IProviderModule, CopilotModule>(),
            ServiceDescriptor.Singleton<IProviderModule, OpenAICompatibleModule>(),
            ServiceDescriptor.Singleton<IProviderModule, AnthropicCompatibleModule>(),
        ]);
        services.TryAddSingleton<ProviderModules>();
        services.TryAddSingleton<HttpProviderFactory>();
        services.TryAddSingleton<IProviderFactory>(provider => provider.GetRequiredService<HttpProviderFactory>());
        services.TryAddSingleton<HostProviders>();
        services.TryAddSingleton<RoutingSettingsReader>();
        services.TryAddSingleton<IRoutingSettingsReader>(provider => provider.GetRequiredService<RoutingSettingsReader>());
        services.TryAddSingleton<LiveConfiguration>();
        services.TryAddSingleton<CredentialStore>();
        services.TryAddSingleton<GatewayConfigurationSource>();
        services.TryAddSingleton<IGatewayConfigurationSource>(provider => provider.GetRequiredService<GatewayConfigurationSource>());
        services.TryAddSingleton<ITextTokenizer, TextTokenizer>();
        services.TryAddSingleton<INameSimilarity, WeightedRatio>();
        services.TryAddSingleton<RouteTables>();
        services.TryAddSingleton<GatewayState>();
        services.TryAddSingleton<IGatewayState>(provider => provider.GetRequiredService<GatewayState>());
        services.AddManagement();
        services.AddPriceBook();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, GatewayStartup>());
        return builder;
    }
}
