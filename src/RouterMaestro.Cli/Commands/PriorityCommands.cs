using Cocona;
using RouterMaestro.Cli.Completion;
using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Output;
using RouterMaestro.Cli.Parsing;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Commands;

/// <summary>The commands that change the order of the models.</summary>
internal sealed class PriorityCommands(RoutingEditor editor, RoutingReport report)
{
    [Command("list", Description = "List the priorities.")]
    [Example($"{ProductInfo.Name} model priority list", "Shows the models that are tried first, in their order.")]
    public async Task<int> ListAsync(
        [Option("json", Description = "Print JSON.")] bool asJson,
        [FromService] CoconaAppContext context)
    {
        report.PrintPriorities(await editor.ReadAsync(context.CancellationToken), asJson);
        return ExitCodes.Success;
    }

    [Command("add", Description = "Add a model to the priorities, or move it.")]
    [Example($"{ProductInfo.Name} model priority add openai/gpt-5.1 --position 1", "Puts the model in front; the word add may be left out.")]
    public async Task<int> AddAsync(
        [Argument(Description = "The model: provider/model-id.")][Completes(CompletionSource.Models)] string key,
        [FromService] CoconaAppContext context,
        [Option('p', ValueName = "NUMBER", Description = "Its position, from 1; the default is the end.")] int? position = null,
        [Option("json", Description = "Print JSON.")] bool asJson = false)
    {
        Check(key);
        if (position < 1)
        {
            throw new WrongUsageException($"--position takes a whole number of 1 or more, not {position}.");
        }

        return await ChangeAsync(ids =>
        {
            ids.RemoveAll(id => id == key);
            ids.Insert(Math.Min(position - 1 ?? ids.Count, ids.Count), key);
            return ids;
        }, asJson, context.CancellationToken);
    }

    [Command("remove", Description = "Remove a model from the priorities.")]
    [Example($"{ProductInfo.Name} model priority remove openai/gpt-5.1", "Leaves the other models in their order.")]
    public async Task<int> RemoveAsync(
        [Argument(Description = "The model: provider/model-id.")][Completes(CompletionSource.Models)] string key,
        [FromService] CoconaAppContext context,
        [Option("json", Description = "Print JSON.")] bool asJson = false)
    {
        Check(key);
        return await ChangeAsync(
            ids => ids.RemoveAll(id => id == key) > 0 ? ids : throw new CommandFailedException($"'{key}' is not among the priorities."), asJson, context.CancellationToken);
    }

    [Command("clear", Description = "Remove all models from the priorities.")]
    [Example($"{ProductInfo.Name} model priority clear", "The gateway then chooses among all models.")]
    public Task<int> ClearAsync(
        [Option("json", Description = "Print JSON.")] bool asJson,
        [FromService] CoconaAppContext context) => ChangeAsync(_ => [], asJson, context.CancellationToken);

    private static void Check(string key)
    {
        if (key.Split('/', 2) is not [{ Length: > 0 }, { Length: > 0 }])
        {
            throw new WrongUsageException($"A model is written provider/model-id, not '{key}'.");
        }
    }

    private async Task<int> ChangeAsync(Func<List<string>, List<string>> change, bool asJson, CancellationToken cancellationToken)
    {
        var changed = await editor.ChangeAsync(
            settings => RoutingEditor.WithPriorities(change([.. settings.Priorities])), cancellationToken);
        report.PrintPriorities(changed, asJson);
        return ExitCodes.Success;
    }
}
