using Cocona;
using RouterMaestro.Cli.Clients.Kinds;
using RouterMaestro.Cli.Clients.Running;
using RouterMaestro.Cli.Completion;
using RouterMaestro.Cli.Parsing;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Commands.Clients;

/// <summary>The command that runs a client with the gateway.</summary>
internal sealed class RunCommand(KnownClients clients, ClientRunner runner)
{
    [Command("run", Description = "Run a client with the gateway for this once: its settings stay as they are, and a gateway is started if none runs.")]
    [Example($"{ProductInfo.Name} run --model openai/gpt-5.1 claude-code -p \"Say hello\"", "What stands behind the client goes to it as it is.")]
    public Task<int> RunAsync(
        [FromService] CoconaAppContext context,
        [Argument("CLIENT", Description = "claude-code, codex, opencode or copilot-cli.")][Completes("claude-code", "codex", "opencode", "copilot-cli")] string client,
        [Argument("ARGS", Description = "The client's own arguments.")] string[]? args = null,
        [Option("model", ValueName = "ID", Description = "Model; it stands before CLIENT. Default: router-maestro, the gateway's choice.")][Completes(CompletionSource.Routes)] string? model = null,
        [Option("small-model", ValueName = "ID", Description = "Model for titles and summaries, before CLIENT. Default: the same one.")][Completes(CompletionSource.Routes)] string? smallModel = null)
    {
        var kind = clients.Find(client);
        return smallModel is not null && !kind.HasSmallModel
            ? throw new WrongUsageException($"{kind.Title} has no small model: leave --small-model out.")
            : runner.RunAsync(kind, NonBlank(model, "--model"), NonBlank(smallModel, "--small-model"), args ?? [], context.CancellationToken);
    }

    private static string? NonBlank(string? value, string option) =>
        value is not null && string.IsNullOrWhiteSpace(value) ? throw new WrongUsageException($"{option} must not be empty.") : value?.Trim();
}
