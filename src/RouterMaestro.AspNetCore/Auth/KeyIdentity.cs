using System.Security.Claims;

namespace RouterMaestro.AspNetCore.Auth;

/// <summary>The users that requests with a key of the gateway have. Their names say which key it was.</summary>
internal static class KeyIdentity
{
    public static readonly ClaimsPrincipal Gateway = Create("gateway", RouterMaestroAuthentication.GatewayKeyScheme);
    public static readonly ClaimsPrincipal Admin = Create("admin", RouterMaestroAuthentication.AdminKeyScheme);

    private static ClaimsPrincipal Create(string name, string scheme) => new(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], scheme));
}
