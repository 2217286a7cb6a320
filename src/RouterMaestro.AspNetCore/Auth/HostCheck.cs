using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.AspNetCore.Auth;

/// <summary>
/// Lets requests pass that an authorization policy on the endpoint has accepted before, as <c>MapRouterMaestro().RequireAuthorization()</c>
/// adds it, and no others. ASP.NET Core itself refuses to run an endpoint with a policy if the middleware that checks it is missing.
/// </summary>
internal sealed class HostCheck : AccessCheck
{
    private static readonly RouterError _closed = new(
        RouterErrorKind.PermissionDenied, 403, "The gateway is closed: its host has set neither a key nor a policy for callers.");

    /// <summary>Returns whether an endpoint has a policy of the host.</summary>
    public static bool HasPolicy(Endpoint? endpoint) =>
        endpoint is not null && endpoint.Metadata.GetMetadata<IAuthorizeData>() is not null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null;

    public override ValueTask<RouterError?> CheckAsync(HttpContext http) => new(HasPolicy(http.GetEndpoint()) ? null : _closed);
}
