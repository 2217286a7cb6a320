using System.Globalization;
using System.Net;

namespace RouterMaestro.Infrastructure.Providers.Transport;

/// <summary>
/// The proxy that the environment names, as curl understands it. The framework's own reading passes over <c>socks5h</c>, over
/// <c>NO_PROXY=*</c>, over networks, and over the subdomains of a plain name, and would send such requests the wrong way.
/// </summary>
internal sealed class EnvironmentProxy : IWebProxy, ICredentials
{
    private readonly Uri? _http;
    private readonly Uri? _https;
    private readonly NoProxyList _exceptions;

    private EnvironmentProxy(Uri? http, Uri? https, NoProxyList exceptions) => (_http, _https, _exceptions) = (http, https, exceptions);

    /// <summary>Gets the user names and passwords that stand in the proxies' addresses.</summary>
    public ICredentials? Credentials
    {
        get => this;
        set => throw new NotSupportedException("The environment names the credentials.");
    }

    /// <summary>Reads the environment.</summary>
    /// <param name="environment">Reads a variable.</param>
    /// <returns>The proxy; null when the environment names none.</returns>
    public static EnvironmentProxy? Find(Func<string, string?> environment)
    {
        var all = AddressIn("all_proxy") ?? AddressIn("ALL_PROXY");

        // where a CGI server starts us, HTTP_PROXY is a header field that the caller chose
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
        // a Uri is equal to another whatever their users are
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

        // our SOCKS client leaves names to the proxy, which is all that the h asks for
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

/// <summary>The hosts that are reached without a proxy: <c>*</c>, names with their subdomains, addresses, networks, each with a port or without.</summary>
/// <param name="list">The list, separated by commas or blanks.</param>
internal sealed class NoProxyList(string list)
{
    private readonly string[] _entries = list.Split([',', ' ', '\t', ';'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Tells whether a host is on the list.</summary>
    /// <param name="destination">Where a request goes.</param>
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

    // null: the entry is about another port
    private static string? WithoutPort(string entry, int port)
    {
        var colon = entry.LastIndexOf(':');
        return colon < 0 || entry.EndsWith(']') ? entry
            : entry.AsSpan(colon + 1).SequenceEqual(port.ToString(CultureInfo.InvariantCulture)) ? entry[..colon]
            : null;
    }
}
