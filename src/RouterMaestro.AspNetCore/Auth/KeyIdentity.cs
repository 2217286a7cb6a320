using System.Security.Claims;

namespace RouterMaestro.AspNetCore.Auth;

/// <summary>The users that requests with a key of the gateway have. Their names say which key it was.</summary>
internal static class KeyIdentity
{
    public static readonly ClaimsPrincipal Gateway = Create("gateway", RouterMaestroAuthentication.GatewayKeyScheme);
    public static readonly ClaimsPrincipal Admin = Create("admin", RouterMaestroAuthentication.AdminKeyScheme);

    /// <summary>Returns whether a name belongs to a key of the host's configuration.</summary>
    public static bool IsReserved(string name) =>
        name.Equals(Gateway.Identity!.Name, StringComparison.OrdinalIgnoreCase) || name.Equals(Admin.Identity!.Name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Creates the user of a named key.</summary>
    public static ClaimsPrincipal Named(string name) => Create(name, RouterMaestroAuthentication.GatewayKeyScheme);

    private static ClaimsPrincipal Create(string name, string scheme) => new(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], scheme));
}
