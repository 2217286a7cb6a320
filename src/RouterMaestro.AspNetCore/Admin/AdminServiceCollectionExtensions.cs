using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace RouterMaestro.AspNetCore.Admin;

/// <summary>Registers the features of the admin API.</summary>
internal static class AdminServiceCollectionExtensions
{
    /// <summary>Registers each feature once. A new feature needs one line here.</summary>
    /// <param name="services">The services of the host.</param>
    public static void AddAdminFeatures(this IServiceCollection services)
    {
        services.AddAdminFeature<AdminModelEndpoints>();
        services.AddAdminFeature<AdminPriceEndpoints>();
        services.AddAdminFeature<AdminPriorityEndpoints>();
        services.AddAdminFeature<AdminProviderEndpoints>();
        services.AddAdminFeature<AdminKeyEndpoints>();
        services.AddAdminFeature<AdminAuthEndpoints>();
        services.AddAdminFeature<AdminRouteEndpoints>();
        services.AddAdminFeature<AdminHealthEndpoints>();
        services.AddAdminFeature<AdminStatsEndpoints>();
        services.AddAdminFeature<AdminServerEndpoints>();
    }

    /// <summary>Registers a feature.</summary>
    /// <param name="services">The services of the host.</param>
    public static void AddAdminFeature<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TFeature>(
        this IServiceCollection services)
        where TFeature : class, IAdminFeature =>
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IAdminFeature, TFeature>());
}
