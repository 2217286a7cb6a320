using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.AspNetCore.Auth;

/// <summary>
/// Checks an authorization policy of the host. It is evaluated here and not by the middleware, which would refuse a request
/// without a body, or lead it to a page for signing in: clients of the gateway understand errors of their protocol only.
/// </summary>
/// <param name="policyName">The name of the policy.</param>
/// <param name="option">The option that names it, for errors.</param>
/// <param name="services">The services of the host.</param>
internal sealed class PolicyCheck(string policyName, string option, IServiceProvider services) : AccessCheck
{
    private static readonly RouterError _unauthenticated = new(
        RouterErrorKind.Unauthenticated, 401, "The request has no credential that this gateway accepts.");

    private static readonly RouterError _forbidden = new(RouterErrorKind.PermissionDenied, 403, "The caller may not use this endpoint.");

    public override async ValueTask<RouterError?> CheckAsync(HttpContext http)
    {
        var policy = await FindAsync().ConfigureAwait(false) ?? throw new InvalidOperationException(Unknown);
        var evaluator = services.GetRequiredService<IPolicyEvaluator>();
        var authentication = await evaluator.AuthenticateAsync(policy, http).ConfigureAwait(false);
        var result = await evaluator.AuthorizeAsync(policy, authentication, http, http).ConfigureAwait(false);
        return result.Succeeded ? null : result.Challenged ? _unauthenticated : _forbidden;
    }

    public override async ValueTask<string?> FindFaultAsync() =>
        services.GetService<IPolicyEvaluator>() is null
            ? $"HttpApiOptions.{option} names the policy '{policyName}', but the host has no authorization: call services.AddAuthorization()."
            : await FindAsync().ConfigureAwait(false) is null ? Unknown : null;

    private string Unknown => $"HttpApiOptions.{option} names the policy '{policyName}', which the host does not have.";

    private Task<AuthorizationPolicy?> FindAsync() => services.GetRequiredService<IAuthorizationPolicyProvider>().GetPolicyAsync(policyName);
}
