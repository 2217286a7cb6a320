using Microsoft.AspNetCore.Http;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.AspNetCore.Auth;

/// <summary>Refuses everyone: callers who passed a policy of the host are not its operators because of that.</summary>
internal sealed class ClosedCheck : AccessCheck
{
    private static readonly RouterError _closed = new(
        RouterErrorKind.PermissionDenied, 403, "The admin routes are closed: HttpApiOptions.AdminKey or AdminPolicy opens them.");

    public override ValueTask<RouterError?> CheckAsync(HttpContext http) => new(_closed);
}
