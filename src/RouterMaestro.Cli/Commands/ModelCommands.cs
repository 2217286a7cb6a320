using Cocona;
using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Output;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Commands;

/// <summary>The commands about models.</summary>
internal sealed class ModelCommands(GatewayClient client, ModelTable table, RoutingReport report)
{
    [Command("list", Description = "List the available models.")]
    public async Task<int> ListAsync(
        [Option("json", Description = "Print JSON.")] bool asJson,
        [FromService] CoconaAppContext context)
    {
        table.Print(await client.ListModelsAsync(context.CancellationToken), asJson);
        return ExitCodes.Success;
    }

    [Command("refresh", Description = "Make the gateway reload its files and the providers' model lists.")]
    public async Task<int> RefreshAsync(
        [Option("json", Description = "Print JSON.")] bool asJson,
        [FromService] CoconaAppContext context)
    {
        var response = (await client.SendAsync(HttpMethod.Post, "models/refresh", body: null, context.CancellationToken))!;
        if (asJson)
        {
            report.PrintJson(response);
        }
        else
        {
            report.Say($"The gateway has {response["models_count"]} models.");
        }

        return ExitCodes.Success;
    }
}
