using Microsoft.Extensions.Logging;
using RouterMaestro.Application.DependencyInjection;
using RouterMaestro.Application.Ports;
using RouterMaestro.AspNetCore;
using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.Keys;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the named keys of callers.</summary>
public static class KeyFileBuilderExtensions
{
    /// <summary>
    /// Keeps named keys of callers in a file, as digests. They are valid beside <see cref="HttpApiOptions.ApiKey"/>, or in its place, and are
    /// added and revoked through the admin API. An <see cref="IGatewayKeyStore"/> that is registered earlier is used instead.
    /// </summary>
    /// <param name="builder">The router.</param>
    /// <param name="path">The file; null for <c>keys.json</c> in the data folder of the current user.</param>
    public static IRouterMaestroBuilder UseKeyFile(this IRouterMaestroBuilder builder, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Services.Any(service => service.ServiceType == typeof(IGatewayKeyStore)))
        {
            return builder;
        }

        builder.Services.AddSingleton(services => new GatewayKeyFile(
            path ?? ConfigPaths.FromEnvironment().KeysFile,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<GatewayKeyFile>>()));
        builder.Services.AddSingleton<IGatewayKeyStore>(services => services.GetRequiredService<GatewayKeyFile>());
        builder.Services.AddSingleton<IProblemSource>(services => services.GetRequiredService<GatewayKeyFile>());
        return builder;
    }
}
