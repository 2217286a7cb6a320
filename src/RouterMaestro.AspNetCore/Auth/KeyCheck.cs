using Microsoft.AspNetCore.Http;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.AspNetCore.Auth;

/// <summary>
/// Checks a key of the gateway. It asks <see cref="GatewayKeys"/> itself: an authentication handler for each request, with its
/// ticket and result, would be the larger part of what a small call allocates.
/// </summary>
/// <param name="match">Compares the credentials of a request.</param>
/// <param name="key">What the key is called in errors.</param>
internal sealed class KeyCheck(Func<IHeaderDictionary, KeyResult> match, string key) : AccessCheck
{
    private readonly RouterError _missing = Unauthenticated($"The {key} is missing: send it as 'Authorization: Bearer KEY' or 'x-api-key: KEY'.");
    private readonly RouterError _wrong = Unauthenticated($"The {key} is wrong.");
    private readonly RouterError _otherKey = new(RouterErrorKind.PermissionDenied, 403, $"A key of callers does not open the admin routes: send the {key}.");

    public override ValueTask<RouterError?> CheckAsync(HttpContext http)
    {
        var result = match(http.Request.Headers);
        switch (result.Match)
        {
            case KeyMatch.Right:
                http.User = result.User!;
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
