using RouterMaestro.Cli.Gateways;

namespace RouterMaestro.Cli.Doctor.Live;

/// <summary>Makes the clients of the gateways through which providers are called.</summary>
internal sealed class LiveClient(HttpClient http, GatewayLocator locator, ContextStore contexts)
{
    /// <summary>Calls a gateway whose one key opens everything.</summary>
    public LiveGateway To(GatewayAddress gateway) => new(http, gateway, gateway.AdminKey);

    /// <summary>Calls the gateway of the current context.</summary>
    public LiveGateway ToCurrent()
    {
        var context = contexts.Current();
        return new(http, locator.Locate(context), locator.LocateForClients(context).AdminKey);
    }
}
