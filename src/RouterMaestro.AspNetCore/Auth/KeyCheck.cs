using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.AspNetCore.Auth;

/// <summary>
/// Checks a key of the gateway. It asks <see cref="GatewayKeys"/> itself: an authentication handler for each request, with its
/// ticket and result, would be the larger part of what a small call allocates.
/// </summary>
/// <param name="match">Compares the credentials of a request.</param>
/// <param name="key">What the key is called in errors.</param>
/// <param name="identity">Who sends that key.</param>
internal sealed class KeyCheck(Func<IHeaderDictionary, KeyMatch> match, string key, ClaimsPrincipal identity) : AccessCheck
{
    private readonly RouterError _missing = Unauthenticated($"The {key} is missing: send it as 'Authorization: Bearer KEY' or 'x-api-key: KEY'.");
    private readonly RouterError _wrong = Unauthenticated($"The {key} is wrong.");
    private readonly RouterError _otherKey = new(RouterErrorKind.PermissionDenied, 403, "The gateway key does not open the admin routes: send the admin key.");

    public override ValueTask<RouterError?> CheckAsync(HttpContext http)
    {
        switch (match(http.Request.Headers))
        {
            case KeyMatch.Right:
                http.User = identity;
                return default;
            case KeyMatch.OtherKey:
                return new(_otherKey);
            case KeyMatch.Wrong:
                return new(_wrong);
            default:
                return new(_missing);
        }
    }

    private static RouterError Unauthenticated(string message) => new(RouterErrorKind.Unauthenticated, 401, message);
}
