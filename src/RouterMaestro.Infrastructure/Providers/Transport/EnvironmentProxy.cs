using System.Globalization;
using System.Net;

namespace RouterMaestro.Infrastructure.Providers.Transport;

/// <summary>
/// The proxy from the environment variables, by curl's rules. .NET's own reader ignores <c>socks5h</c>, <c>NO_PROXY=*</c>, networks
/// and the subdomains of a plain name, and would route such requests wrongly.
/// </summary>
internal sealed class EnvironmentProxy : IWebProxy, ICredentials
{
    private readonly Uri? _http;
    private readonly Uri? _https;
    private readonly NoProxyList _exceptions;

    private EnvironmentProxy(Uri? http, Uri? https, NoProxyList exceptions) => (_http, _https, _exceptions) = (http, https, exceptions);

    /// <summary>Gets the user names and passwords in the proxies' addresses.</summary>
    public ICredentials? Credentials
    {
        get => this;
        set => throw new NotSupportedException("The environment names the credentials.");
    }

    /// <summary>Reads the environment.</summary>
    /// <param name="environment">Reads a variable.</param>
    /// <returns>The proxy; null if the environment names none.</returns>
    public static EnvironmentProxy? Find(Func<string, string?> environment)
    {
        var all = AddressIn("all_proxy") ?? AddressIn("ALL_PROXY");

        // under a CGI server, HTTP_PROXY is the caller's Proxy header field ("httpoxy")
        var http = AddressIn("http_proxy") ?? (environment("GATEWAY_INTERFACE") is null ? AddressIn("HTTP_PROXY") : null) ?? all;
        var https = AddressIn("https_proxy") ?? AddressIn("HTTPS_PROXY") ?? all;
        return http is null && https is null
            ? null
            : new EnvironmentProxy(http, https, new NoProxyList(environment("no_proxy") ?? environment("NO_PROXY") ?? ""));

        Uri? AddressIn(string variable) => environment(variable) is { } text ? ReadAddress(text.Trim()) : null;
    }

    public Uri? GetProxy(Uri destination) =>
        _exceptions.Contains(destination) ? null : destination.Scheme == Uri.UriSchemeHttps ? _https : _http;

    public bool IsBypassed(Uri host) => GetProxy(host) is null;

    public NetworkCredential? GetCredential(Uri uri, string authType)
    {
        // Uri equality ignores the user
        var proxy = uri.Equals(_https) && _https.UserInfo.Length > 0 ? _https : uri.Equals(_http) ? _http : null;
        return proxy?.UserInfo.Split(':', 2) is [{ Length: > 0 } user, .. var rest]
            ? new NetworkCredential(Uri.UnescapeDataString(user), rest is [var password] ? Uri.UnescapeDataString(password) : "")
            : null;
    }

    private static Uri? ReadAddress(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        // .NET's SOCKS client lets the proxy resolve names, which is all that socks5h means
        var full = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        full = full.StartsWith("socks5h:", StringComparison.OrdinalIgnoreCase) ? "socks5" + full["socks5h".Length..]
            : full.StartsWith("socks:", StringComparison.OrdinalIgnoreCase) ? "socks5" + full["socks".Length..]
            : full;
        return Uri.TryCreate(full, UriKind.Absolute, out var address)
            && address.Host.Length > 0
            && address.Scheme is "http" or "https" or "socks4" or "socks4a" or "socks5"
                ? address
                : null;
    }
}

/// <summary>The hosts that are called without a proxy: <c>*</c>, names with their subdomains, addresses and networks, each with or without a port.</summary>
/// <param name="list">The list, separated by commas or blanks.</param>
internal sealed class NoProxyList(string list)
{
    private readonly string[] _entries = list.Split([',', ' ', '\t', ';'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Returns whether a host is on the list.</summary>
    /// <param name="destination">The address of a request.</param>
    public bool Contains(Uri destination)
    {
        var host = destination.IdnHost.TrimEnd('.');
        var address = IPAddress.TryParse(host, out var parsed) ? parsed : null;
        return Array.Exists(_entries, entry => entry == "*" || (address is null ? IsName(entry) : IsAddress(entry, address)));

        bool IsName(string entry)
        {
            var name = WithoutPort(entry, destination.Port)?.TrimStart('*').Trim('.');
            return name is { Length: > 0 }
                && (host.Equals(name, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + name, StringComparison.OrdinalIgnoreCase));
        }

        bool IsAddress(string entry, IPAddress wanted) =>
            IPAddress.TryParse(entry, out var whole) ? whole.Equals(wanted)
            : IPNetwork.TryParse(entry, out var network) ? network.Contains(wanted)
            : IPAddress.TryParse(WithoutPort(entry, destination.Port), out var bare) && bare.Equals(wanted);
    }

    // null if the entry names another port
    private static string? WithoutPort(string entry, int port)
    {
        var colon = entry.LastIndexOf(':');
        return colon < 0 || entry.EndsWith(']') ? entry
            : entry.AsSpan(colon + 1).SequenceEqual(port.ToString(CultureInfo.InvariantCulture)) ? entry[..colon]
            : null;
    }
}
