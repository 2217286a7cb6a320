using RouterMaestro.Cli.Gateways;

namespace RouterMaestro.Cli.Doctor;

/// <summary>The gateways that this user has: addresses in clients' settings should be theirs.</summary>
internal sealed class KnownGateways(ContextStore contexts, ServerFile server)
{
    /// <summary>Returns the context of an address; null if no gateway of this user is there.</summary>
    /// <param name="address">The address, with any path.</param>
    public string? Find(Uri address)
    {
        try
        {
            return contexts.All().FirstOrDefault(context => IsAt(context, address))?.Name;
        }
        catch (GatewaySetupException)
        {
            return server.FindRunning() is { } record && IsSame(new Uri(record.Address), address) ? GatewayContext.Local : null;
        }
    }

    /// <summary>Returns the address that clients of the gateway on this machine should have: where one runs, else where the next one will.</summary>
    public string LocalAddress
    {
        get
        {
            try
            {
                return server.FindRunning()?.Address ?? contexts.Local().Endpoint;
            }
            catch (GatewaySetupException)
            {
                return GatewayContext.DefaultLocal.Endpoint;
            }
        }
    }

    private bool IsAt(GatewayContext context, Uri address)
    {
        var endpoint = context.Name == GatewayContext.Local ? LocalAddress : context.Endpoint;
        return UrlText.Parse(endpoint) is { } own && IsSame(own, address);
    }

    // localhost, 127.0.0.1 and [::1] are one machine
    private static bool IsSame(Uri own, Uri other) => own.Scheme == other.Scheme && own.Port == other.Port
        && (own.IdnHost.Equals(other.IdnHost, StringComparison.OrdinalIgnoreCase) || (GatewayEndpoint.IsLoopback(own) && GatewayEndpoint.IsLoopback(other)));
}
