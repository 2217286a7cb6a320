using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace RouterMaestro;

/// <summary>Reads and explains listening addresses.</summary>
internal static class ListeningAddress
{
    /// <summary>Gets the listen action for the address in the options.</summary>
    /// <exception cref="GatewaySetupException">The options name no valid address.</exception>
    public static Action<KestrelServerOptions> Of(GatewayOptions options)
    {
        var port = options.Port;
        if (port is < IPEndPoint.MinPort or > IPEndPoint.MaxPort)
        {
            throw new GatewaySetupException($"The port must be between {IPEndPoint.MinPort} and {IPEndPoint.MaxPort}, not {port}.");
        }

        if (options.Host == "*")
        {
            return server => server.ListenAnyIP(port);
        }

        if (options.Host == "localhost")
        {
            // both loopback addresses, only the IPv4 one where IPv6 is missing; a port that is free on one need not be free on the other
            return port == 0 ? server => server.Listen(IPAddress.Loopback, port) : server => server.ListenLocalhost(port);
        }

        var address = Parse(options.Host);
        return server => server.Listen(address, port);
    }

    /// <summary>Returns whether a host can be the one of the options.</summary>
    /// <param name="host">The host.</param>
    public static bool IsValid(string host) => host is "*" or "localhost" || IPAddress.TryParse(host, out _);

    /// <summary>Replaces the wildcard address by one that a client on this machine can call.</summary>
    public static Uri Reachable(Uri address) => IPAddress.TryParse(address.DnsSafeHost, out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any))
        ? new UriBuilder(address) { Host = "localhost" }.Uri
        : address;

    /// <summary>Gets the reason why an address cannot be listened on; null if the exception has another cause.</summary>
    public static string? Explain(Exception exception) => exception switch
    {
        IOException { InnerException: AddressInUseException or AggregateException } => exception.Message,
        SocketException => $"The address cannot be listened on: {exception.Message}.",
        _ => null,
    };

    private static IPAddress Parse(string host) => IPAddress.TryParse(host, out var address)
        ? address
        : throw new GatewaySetupException($"The host must be localhost, an IP address or *, not '{host}'.");
}
