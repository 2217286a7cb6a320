using Cocona;
using RouterMaestro.Cli.Completion;
using RouterMaestro.Cli.Importing;
using RouterMaestro.Cli.Parsing;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Commands;

/// <summary>The commands that read the configuration of another program.</summary>
internal sealed class ImportCommands(Importer importer)
{
    [Command("litellm", Description = "Import the models, fallbacks and aliases of LiteLLM's proxy.")]
    [Example($"{ProductInfo.Name} import litellm config.yaml", "Shows what would be written, and what cannot be carried over.")]
    public Task<int> LiteLlmAsync(
        [Argument(Description = "Its config.yaml.")][Completes(CompletionSource.Files)] string file, ImportSettings settings, [FromService] CoconaAppContext context) =>
        RunAsync("litellm", file, settings, context);

    [Command("claude-code-router", Description = "Import the providers and routes of claude-code-router.")]
    [Example($"{ProductInfo.Name} import claude-code-router ~/.claude-code-router/config.json", "Shows what would be written, and what cannot be carried over.")]
    public Task<int> ClaudeCodeRouterAsync(
        [Argument(Description = "Its config.json.")][Completes(CompletionSource.Files)] string file, ImportSettings settings, [FromService] CoconaAppContext context) =>
        RunAsync("claude-code-router", file, settings, context);

    [Command("opencode", Description = "Import the providers and models of OpenCode.")]
    [Example($"{ProductInfo.Name} import opencode ~/.config/opencode/opencode.json --yes", "Writes it without a question.")]
    public Task<int> OpenCodeAsync(
        [Argument(Description = "Its opencode.json or opencode.jsonc.")][Completes(CompletionSource.Files)] string file, ImportSettings settings, [FromService] CoconaAppContext context) =>
        RunAsync("opencode", file, settings, context);

    private async Task<int> RunAsync(string program, string file, ImportSettings settings, CoconaAppContext context)
    {
        await importer.RunAsync(program, file, settings.ToOptions(), context.CancellationToken);
        return ExitCodes.Success;
    }
}
