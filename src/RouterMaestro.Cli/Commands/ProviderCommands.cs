using Cocona;
using RouterMaestro.Cli.Completion;
using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Output;
using RouterMaestro.Cli.Parsing;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Commands;

/// <summary>The commands about the providers of a running gateway.</summary>
internal sealed class ProviderCommands(ProviderEditor editor, ProviderReport report)
{
    [Command("list", Description = "List the providers, with the source of each and of its key.")]
    [Example($"{ProductInfo.Name} provider list", "Shows each provider, where it is from, and where its key is from.")]
    public async Task<int> ListAsync(
        [Option("json", Description = "Print JSON.")] bool asJson,
        [FromService] CoconaAppContext context)
    {
        report.Print(await editor.ListAsync(context.CancellationToken), asJson);
        return ExitCodes.Success;
    }

    [Command("add", Description = "Add a provider.")]
    [Example($"{ProductInfo.Name} provider add gpu -t openai-compatible --base-url http://gpu/v1", "Adds a server; with --key-env, the gateway takes its key from that variable.")]
    public async Task<int> AddAsync(
        [Argument(Description = "Its name, the first part of its models' names.")] string name,
        ProviderSettings settings,
        [FromService] CoconaAppContext context,
        [Option("json", Description = "Print JSON.")] bool asJson = false)
    {
        if (settings.ErrorForNew() is { } error)
        {
            throw new WrongUsageException(error);
        }

        report.Print(await editor.AddAsync(name, settings.ToEntry(), context.CancellationToken), isNew: true, asJson);
        return ExitCodes.Success;
    }

    [Command("set", Description = "Change a provider; what is not named stays, and an empty value removes it: --header NAME=, --key-env ''.")]
    [Example($"{ProductInfo.Name} provider set lab --base-url https://llm.example.com/v2", "Changes the address, and nothing else.")]
    public async Task<int> SetAsync(
        [Argument(Description = "Its name.")][Completes(CompletionSource.Providers)] string name,
        ProviderSettings settings,
        [FromService] CoconaAppContext context,
        [Option("json", Description = "Print JSON.")] bool asJson = false)
    {
        var patch = settings.ToEntry();
        if (patch.Count == 0)
        {
            throw new WrongUsageException("Say what to change, such as --base-url or --key-env; --help lists all options.");
        }

        report.Print(await editor.SetAsync(name, patch, context.CancellationToken), isNew: false, asJson);
        return ExitCodes.Success;
    }

    [Command("remove", Description = "Remove a provider.")]
    [Example($"{ProductInfo.Name} provider remove lab", "Removes it; calls under way finish.")]
    public async Task<int> RemoveAsync(
        [Argument(Description = "Its name.")][Completes(CompletionSource.Providers)] string name,
        [FromService] CoconaAppContext context,
        [Option("json", Description = "Print JSON.")] bool asJson = false)
    {
        report.Print(await editor.RemoveAsync(name, context.CancellationToken), asJson);
        return ExitCodes.Success;
    }

    [Command("test", Description = "Make the gateway ask a provider for its models, and say what is wrong if it fails.")]
    [Example($"{ProductInfo.Name} provider test lab", "Ends with 1 and the reason if the server cannot be asked.")]
    public async Task<int> TestAsync(
        [Argument(Description = "Its name.")][Completes(CompletionSource.Providers)] string name,
        [FromService] CoconaAppContext context,
        [Option("json", Description = "Print JSON.")] bool asJson = false)
    {
        var test = await editor.TestAsync(name, context.CancellationToken);
        report.Print(name, test, asJson);
        return test.Ok ? ExitCodes.Success : ExitCodes.Failure;
    }
}
