using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Cli.Gateways;

namespace RouterMaestro.Cli.Lifecycle;

/// <summary>Asks the gateway of the current context what it is and has.</summary>
internal sealed class ServerInfo(GatewayClient client, GatewayLocator locator, ContextStore contexts, ServerReport report)
{
    /// <summary>Asks and prints.</summary>
    /// <param name="asJson">Whether it prints JSON.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task ShowAsync(bool asJson, CancellationToken cancellationToken)
    {
        var found = await client.GetAsync("server", AdminJson.Default.ServerContract, cancellationToken);
        var (context, endpoint) = (contexts.Current().Name, locator.Locate().Endpoint.GetLeftPart(UriPartial.Authority));
        if (asJson)
        {
            report.PrintJson(found, context, endpoint);
        }
        else
        {
            report.Print(found, context, endpoint);
        }
    }
}
