using Microsoft.AspNetCore.Http;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.AspNetCore.Auth;

/// <summary>Refuses everyone: a host that names no operators has none, whoever may call its models.</summary>
internal sealed class ClosedCheck : AccessCheck
{
    /// <summary>Gets the reason, for errors.</summary>
    public const string Reason = "The admin routes are closed: HttpApiOptions.AdminKey or AdminPolicy opens them.";

    private static readonly RouterError _closed = new(RouterErrorKind.PermissionDenied, 403, Reason);

    public override ValueTask<RouterError?> CheckAsync(HttpContext http) => new(_closed);
}
