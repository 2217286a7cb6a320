namespace RouterMaestro.AspNetCore;

/// <summary>The names under which ASP.NET Core knows the gateway's keys, after <c>AddAuthentication().AddRouterMaestroKeys()</c>.</summary>
public static class RouterMaestroAuthentication
{
    /// <summary>
    /// The authentication scheme of the gateway key and the named keys. The name of its user is <c>gateway</c>, or the name of the key.
    /// </summary>
    public const string GatewayKeyScheme = "RouterMaestro.GatewayKey";

    /// <summary>The authentication scheme of the admin key. The name of its user is <c>admin</c>.</summary>
    public const string AdminKeyScheme = "RouterMaestro.AdminKey";

    /// <summary>The authorization policy that requires the gateway key or a named key.</summary>
    public const string CallerPolicy = "RouterMaestro.Caller";

    /// <summary>The authorization policy that requires the admin key.</summary>
    public const string AdminPolicy = "RouterMaestro.Admin";
}
