using System.Globalization;
using System.Net;

namespace RouterMaestro.Infrastructure.Providers;

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
