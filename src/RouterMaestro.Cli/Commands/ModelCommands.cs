using Cocona;
using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Output;

namespace RouterMaestro.Cli.Commands;

/// <summary>The commands about models.</summary>
internal sealed class ModelCommands(GatewayLocator locator, GatewayClient client, ModelTable table)
{
    [Command("list", Description = "List the models that the gateway can ask.")]
    public async Task<int> ListAsync(
        [Option("json", Description = "Print JSON.")] bool asJson,
        [FromService] CoconaAppContext context)
    {
        table.Print(await client.ListModelsAsync(locator.Locate(), context.CancellationToken), asJson);
        return ExitCodes.Success;
    }
}
