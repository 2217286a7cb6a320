namespace RouterMaestro.Cli.Gateways;

/// <summary>The rules about the address of a gateway. It may have a path, as behind a proxy that serves several programs.</summary>
internal static class GatewayEndpoint
{
    /// <summary>Returns the error of an address, which follows its source; null if it is usable. The address is not quoted, since it may hold a password.</summary>
    /// <param name="text">The address.</param>
    public static string? ErrorOf(string text) =>
        !Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri) || uri is not { Scheme: "http" or "https", Host.Length: > 0 }
            ? "must be an http or https address, such as https://llm.example.com"
        : uri.UserInfo.Length > 0 ? "must not hold a user name or a password: the key is stored apart from it"
        : uri.Query.Length > 0 || uri.Fragment.Length > 0 ? "must not have a query or a fragment: it is the root of the gateway"
        : null;

    /// <summary>Returns a usable address with a slash at the end, so that paths can be appended.</summary>
    /// <param name="text">The address.</param>
    public static Uri Parse(string text) => new(text.Trim().TrimEnd('/') + "/");

    /// <summary>Returns an address for people and files, without the slash.</summary>
    /// <param name="endpoint">The address.</param>
    public static string Display(Uri endpoint) => endpoint.AbsoluteUri.TrimEnd('/');

    /// <summary>Returns what is odd about a usable address, as a sentence; null if nothing is.</summary>
    /// <param name="endpoint">The address.</param>
    public static string? WarningOf(Uri endpoint) =>
        endpoint.Scheme == Uri.UriSchemeHttp && !IsLoopback(endpoint)
            ? $"{Display(endpoint)} is not on this machine and has no TLS, so that others on the way can read the key: use an https address if you can."
        : endpoint.AbsolutePath.TrimEnd('/').EndsWith("/v1", StringComparison.OrdinalIgnoreCase)
            ? $"The endpoint is the root of the gateway, so that '{Display(endpoint)}' is most likely too long: leave out /v1."
        : null;

    /// <summary>Returns whether an address is on this machine.</summary>
    /// <param name="address">The address.</param>
    public static bool IsLoopback(Uri address) =>
        address.IsLoopback || address.IdnHost.TrimEnd('.').EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
}
