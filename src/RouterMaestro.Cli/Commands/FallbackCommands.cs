using System.Text.Json.Nodes;
using Cocona;
using RouterMaestro.Cli.Completion;
using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Output;
using RouterMaestro.Cli.Parsing;
using RouterMaestro.Cli.Shell;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Cli.Commands;

/// <summary>The commands that change the fallback settings.</summary>
internal sealed class FallbackCommands(RoutingEditor editor, RoutingReport report)
{
    [Command("show", Description = "Show the fallback settings.")]
    [Example($"{ProductInfo.Name} model fallback show", "Shows the strategy and how many other models are tried.")]
    public async Task<int> ShowAsync(
        [Option("json", Description = "Print JSON.")] bool asJson,
        [FromService] CoconaAppContext context)
    {
        report.PrintFallback(await editor.ReadAsync(context.CancellationToken), asJson);
        return ExitCodes.Success;
    }

    [Command("set", Description = "Change the fallback settings.")]
    [Example($"{ProductInfo.Name} model fallback set --strategy same-model --max-retries 3", "Tries the same model at three other providers.")]
    public async Task<int> SetAsync(
        [FromService] CoconaAppContext context,
        [Option('s', ValueName = "STRATEGY", Description = "Strategy: priority, same-model, none, weighted, or a policy of the host.")][Completes("priority", "same-model", "none", "weighted")] string? strategy = null,
        [Option('r', ValueName = "NUMBER", Description = "Maximum number of other models to try, 0 to 10.")] int? maxRetries = null,
        [Option("json", Description = "Print JSON.")] bool asJson = false)
    {
        if (strategy is null && maxRetries is null)
        {
            throw new WrongUsageException("Say what to change: --strategy, --max-retries, or both.");
        }

        if (maxRetries is < 0 or > RoutingSettings.MaxRetriesLimit)
        {
            throw new WrongUsageException($"--max-retries takes a whole number from 0 to {RoutingSettings.MaxRetriesLimit}, not {maxRetries}.");
        }

        JsonObject fallback = [];
        if (strategy is not null)
        {
            fallback["strategy"] = strategy;
        }

        if (maxRetries is not null)
        {
            fallback["maxRetries"] = maxRetries;
        }

        report.PrintFallback(
            await editor.ChangeAsync(_ => new JsonObject { ["fallback"] = fallback.DeepClone() }, context.CancellationToken), asJson);
        return ExitCodes.Success;
    }
}
