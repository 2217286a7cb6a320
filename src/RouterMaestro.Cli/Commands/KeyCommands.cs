using Cocona;
using RouterMaestro.Cli.Completion;
using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Output;
using RouterMaestro.Cli.Parsing;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Commands;

/// <summary>The commands about the named keys of a running gateway.</summary>
internal sealed class KeyCommands(KeyEditor editor, KeyReport report)
{
    [Command("list", Description = "List the named keys, without the keys themselves.")]
    [Example($"{ProductInfo.Name} key list", "Shows the names, and when each key was made.")]
    public async Task<int> ListAsync(
        [Option("json", Description = "Print JSON.")] bool asJson,
        [FromService] CoconaAppContext context)
    {
        report.Print(await editor.ListAsync(context.CancellationToken), asJson);
        return ExitCodes.Success;
    }

    [Command("add", Description = "Make a key for a client and print it, this once.")]
    [Example($"{ProductInfo.Name} key add ci", "Only the key goes to standard output: KEY=$(router-maestro key add ci) works.")]
    public async Task<int> AddAsync(
        [Argument(Description = "Its name, which logs show.")] string name,
        [FromService] CoconaAppContext context,
        [Option("json", Description = "Print JSON.")] bool asJson = false)
    {
        report.Print(await editor.AddAsync(name, context.CancellationToken), asJson);
        return ExitCodes.Success;
    }

    [Command("revoke", Description = "Revoke a key; the gateway refuses it from now on.")]
    [Example($"{ProductInfo.Name} key revoke ci", "Refuses calls with this key from now on.")]
    public async Task<int> RevokeAsync(
        [Argument(Description = "Its name.")][Completes(CompletionSource.Keys)] string name,
        [FromService] CoconaAppContext context,
        [Option("json", Description = "Print JSON.")] bool asJson = false)
    {
        report.Print(await editor.RevokeAsync(name, context.CancellationToken), asJson);
        return ExitCodes.Success;
    }
}
