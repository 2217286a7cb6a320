using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RouterMaestro.Application.Ports;

namespace RouterMaestro.Infrastructure.Management;

/// <summary>Registers what operators change through the admin API.</summary>
internal static class ManagementServiceCollectionExtensions
{
    public static void AddManagement(this IServiceCollection services)
    {
        services.TryAddSingleton<IRoutingSettingsStore, RoutingSettingsStore>();
        services.TryAddSingleton<ProviderProbe>();
        services.TryAddSingleton<ProviderDrafts>();
        services.TryAddSingleton<IProviderManager, ProviderManager>();
        services.TryAddSingleton<ILoginManager, LoginManager>();
    }
}
