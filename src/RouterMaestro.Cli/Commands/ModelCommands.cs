using System.Text.Json;
using Cocona;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Cli.Completion;
using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Output;
using RouterMaestro.Cli.Parsing;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Commands;

/// <summary>The commands about models.</summary>
internal sealed class ModelCommands(GatewayClient client, ModelTable table, PriceReport prices, CliEnvironment environment)
{
    [Command("list", Description = "List the available models.")]
    [Example($"{ProductInfo.Name} model list", "Shows all models, those with a priority first.")]
    public async Task<int> ListAsync(
        [Option("json", Description = "Print JSON.")] bool asJson,
        [FromService] CoconaAppContext context)
    {
        var list = await client.GetAsync("models", AdminJson.Default.ModelListContract, context.CancellationToken);
        table.Print(list.Models, asJson);
        return ExitCodes.Success;
    }

    [Command("refresh", Description = "Make the gateway reload its files and the providers' model lists.")]
    [Example($"{ProductInfo.Name} model refresh", "Takes in edited files and new models at once.")]
    public async Task<int> RefreshAsync(
        [Option("json", Description = "Print JSON.")] bool asJson,
        [FromService] CoconaAppContext context)
    {
        var result = await client.PostAsync("models/refresh", body: null, AdminJson.Default.RefreshContract, context.CancellationToken);
        if (asJson)
        {
            environment.Out.WriteLine(JsonSerializer.Serialize(result, AdminJson.Indented.RefreshContract));
        }
        else
        {
            environment.Tell($"The gateway has {Quantity.Of(result.ModelsCount, "model")}.");
        }

        return ExitCodes.Success;
    }

    [Command("price", Description = "Show the price of a model, and why it counts.")]
    [Example($"{ProductInfo.Name} model price openai/gpt-5.4", "Shows what its tokens cost, and the source of that.")]
    public async Task<int> PriceAsync(
        [Argument("MODEL", Description = "The model's name, as a client writes it.")][Completes(CompletionSource.Models)] string model,
        [Option("json", Description = "Print JSON.")] bool asJson,
        [FromService] CoconaAppContext context)
    {
        var price = await client.GetAsync("models/price?model=" + Uri.EscapeDataString(model), AdminJson.Default.PriceContract, context.CancellationToken);
        prices.Print(price, asJson);
        return ExitCodes.Success;
    }
}
