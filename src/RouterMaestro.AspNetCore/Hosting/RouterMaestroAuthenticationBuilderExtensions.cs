using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RouterMaestro.AspNetCore;
using RouterMaestro.AspNetCore.Auth;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the gateway's keys to the authentication of a host.</summary>
public static class RouterMaestroAuthenticationBuilderExtensions
{
    /// <summary>
    /// Adds an authentication scheme and an authorization policy for the gateway key and for the admin key, named by
    /// <see cref="RouterMaestroAuthentication"/>, so that the host can use them for its own endpoints and in its own policies.
    /// </summary>
    /// <param name="builder">The authentication of the host.</param>
    /// <remarks>
    /// <c>AddHttpApi()</c> does not do this by itself, since the only scheme of a host is its default, and would be no longer if
    /// the gateway added another.
    /// </remarks>
    public static AuthenticationBuilder AddRouterMaestroKeys(this AuthenticationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<GatewayKeys>();
        builder.AddScheme<AuthenticationSchemeOptions, KeyAuthenticationHandler>(RouterMaestroAuthentication.GatewayKeyScheme, null);
        builder.AddScheme<AuthenticationSchemeOptions, KeyAuthenticationHandler>(RouterMaestroAuthentication.AdminKeyScheme, null);
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy(RouterMaestroAuthentication.CallerPolicy, policy => Require(policy, RouterMaestroAuthentication.GatewayKeyScheme))
            .AddPolicy(RouterMaestroAuthentication.AdminPolicy, policy => Require(policy, RouterMaestroAuthentication.AdminKeyScheme));
        return builder;
    }

    private static void Require(AuthorizationPolicyBuilder policy, string scheme) => policy.AddAuthenticationSchemes(scheme).RequireAuthenticatedUser();
}
