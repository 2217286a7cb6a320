using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RouterMaestro.Application.DependencyInjection;
using RouterMaestro.AspNetCore;
using RouterMaestro.AspNetCore.Admin;
using RouterMaestro.AspNetCore.Auth;
using RouterMaestro.AspNetCore.Hosting;
using RouterMaestro.AspNetCore.Models;
using RouterMaestro.AspNetCore.Pipeline;
using RouterMaestro.AspNetCore.Relay;
using RouterMaestro.AspNetCore.Status;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the HTTP endpoints to a router.</summary>
public static class HttpApiBuilderExtensions
{
    /// <summary>Adds the services of <c>MapRouterMaestro()</c>.</summary>
    /// <param name="builder">The builder of the router.</param>
    /// <param name="configure">Changes the settings.</param>
    public static IRouterMaestroBuilder AddHttpApi(this IRouterMaestroBuilder builder, Action<HttpApiOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<HttpApiOptions>().Configure(configure ?? (static _ => { }));
        builder.Services.TryAddSingleton<GatewayKeys>();
        builder.Services.TryAddSingleton<AccessChecks>();
        builder.Services.AddHostedService(static services => services.GetRequiredService<AccessChecks>());
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, ClosedByDefault>());
        builder.Services.TryAddSingleton<ProtocolDetector>();
        builder.Services.TryAddSingleton<EndpointPipeline>();
        builder.Services.TryAddSingleton<CallDrain>();
        builder.Services.AddHostedService(static services => services.GetRequiredService<CallDrain>());
        builder.Services.TryAddSingleton<CallReader>();
        builder.Services.TryAddSingleton<CallStart>();
        builder.Services.TryAddSingleton<RelayEndpoint>();
        builder.Services.TryAddSingleton<CountEndpoint>();
        builder.Services.TryAddSingleton<ModelEndpoints>();
        builder.Services.TryAddSingleton<StatusEndpoints>();
        builder.Services.TryAddSingleton<KnownPaths>();
        builder.Services.TryAddSingleton<UnknownEndpoints>();
        builder.Services.TryAddSingleton<ProtocolEndpoints>();
        builder.Services.AddAdminFeatures();
        return builder;
    }
}
