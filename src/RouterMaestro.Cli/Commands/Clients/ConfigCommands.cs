using Cocona;
using RouterMaestro.Cli.Clients.Kinds;
using RouterMaestro.Cli.Clients.Setup;
using RouterMaestro.Cli.Completion;
using RouterMaestro.Cli.Parsing;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Commands.Clients;

/// <summary>The commands that set up clients for the gateway.</summary>
internal sealed class ConfigCommands(KnownClients clients, ClientConfigurator configurator, SettingsUndo undo, ConfigReport report, ChoicePrompt prompt)
{
    /// <summary>The name of the hidden command that shows the menu.</summary>
    public const string ChooseName = "choose";

    private const string SmallModelHelp = "Model for titles and summaries. Default: the same one.";
    private const string IdStyleHelp = "official writes models of the client's own vendor by their names there, qualified with their provider. Default: qualified.";

    [Command("claude-code", Description = "Set up Claude Code: address, key helper, all its models, and its status line.")]
    [Example($"{ProductInfo.Name} config claude-code --level user --model openai/gpt-5.1 --yes", "Writes ~/.claude/settings.json; without options, asks.")]
    public Task<int> ClaudeCodeAsync(
        [FromService] CoconaAppContext context,
        ConfigOptionSet options,
        [Option("small-model", ValueName = "ID", Description = SmallModelHelp)][Completes(CompletionSource.Routes)] string? smallModel = null,
        [Option("id-style", ValueName = "STYLE", Description = IdStyleHelp)][Completes("official", "qualified")] string? idStyle = null,
        [Option("statusline", Description = "Show model, cost and limits in its status line.")] bool? hasStatusline = null,
        [Option("auto-compact-window", ValueName = "TOKENS", Description = "Tokens at which it summarizes; 0 leaves that as it is. Default: by the model.")] int? window = null)
    {
        if (window is < 0 or (> 0 and < CompactWindows.Min))
        {
            throw new WrongUsageException("--auto-compact-window takes 100000 or more, or 0.");
        }

        return configurator.RunAsync(clients.Find("claude-code"), options.ToOptions() with
        {
            SmallModel = NonBlank(smallModel),
            HasOfficialIds = ReadStyle(idStyle),
            HasStatusline = hasStatusline,
            AutoCompactWindow = window,
        }, context.CancellationToken);
    }

    [Command("codex", Description = "Set up Codex: a provider with a command for its key, and the model.")]
    [Example($"{ProductInfo.Name} config codex --level project --model openai/gpt-5.1 --yes", "Writes the model to .codex/config.toml; the rest is the user's.")]
    public Task<int> CodexAsync(
        [FromService] CoconaAppContext context,
        ConfigOptionSet options,
        [Option("id-style", ValueName = "STYLE", Description = IdStyleHelp)][Completes("official", "qualified")] string? idStyle = null) =>
        configurator.RunAsync(clients.Find("codex"), options.ToOptions() with { HasOfficialIds = ReadStyle(idStyle) }, context.CancellationToken);

    [Command("opencode", Description = "Set up opencode: a provider, its key in a file of its own, and the models.")]
    [Example($"{ProductInfo.Name} config opencode --level user --model openai/gpt-5.1 --dry-run", "Shows what would change in opencode.json or opencode.jsonc.")]
    public Task<int> OpencodeAsync(
        [FromService] CoconaAppContext context,
        ConfigOptionSet options,
        [Option("small-model", ValueName = "ID", Description = SmallModelHelp)][Completes(CompletionSource.Routes)] string? smallModel = null) =>
        configurator.RunAsync(clients.Find("opencode"), options.ToOptions() with { SmallModel = NonBlank(smallModel) }, context.CancellationToken);

    [Command("copilot-cli", Description = "Set up GitHub Copilot CLI: a file of variables for the shell, with a command for the key.")]
    [Example($"{ProductInfo.Name} config copilot-cli --level user --model openai/gpt-5.1 --yes", "Writes ~/.copilot/router-maestro.env, which the shell reads before copilot runs.")]
    public Task<int> CopilotCliAsync([FromService] CoconaAppContext context, ConfigOptionSet options) =>
        configurator.RunAsync(clients.Find("copilot-cli"), options.ToOptions(), context.CancellationToken);

    [Command("gemini", Description = "Gemini CLI is not served yet.")]
    [Example($"{ProductInfo.Name} config gemini", "Says why, and which clients are served.")]
    public int Gemini() =>
        throw clients.NotServed("Gemini CLI", "the gateway does not speak Gemini's protocol to clients");

    [Command("undo", Description = "Undo the last change of a client's settings, byte for byte.")]
    [Example($"{ProductInfo.Name} config undo claude-code", "Restores the settings as they were before the last 'config claude-code'.")]
    public int Undo(
        [Argument("CLIENT", Description = "claude-code, codex, opencode or copilot-cli.")][Completes("claude-code", "codex", "opencode", "copilot-cli")] string client,
        [Option("level", ValueName = "LEVEL", Description = "user or project. Default: that of the last change.")][Completes("user", "project")] string? level = null,
        [Option("force", Description = "Undo although the file was edited since; the edit is kept in a backup.")] bool isForced = false,
        [Option("json", Description = "Print JSON.")] bool asJson = false)
    {
        report.Print(undo.Undo(clients.Find(client), ConfigOptionSet.ReadLevel(level), isForced), asJson);
        return ExitCodes.Success;
    }

    /// <summary>What <c>config</c> alone is on a terminal.</summary>
    [Command(ChooseName, Description = "Choose a client to set up.")]
    [Hidden]
    public async Task<int> ChooseAsync([FromService] CoconaAppContext context)
    {
        if (!prompt.CanAsk)
        {
            throw new WrongUsageException($"Name the client: {string.Join(", ", clients.All.Select(kind => kind.Name))}.");
        }

        var chosen = await prompt.AskAsync("Which client?", [.. clients.All.Select(kind => kind.Title)], context.CancellationToken);
        return await configurator.RunAsync(clients.All[chosen], new(), context.CancellationToken);
    }

    private static string? NonBlank(string? model) => model is not null && string.IsNullOrWhiteSpace(model) ? throw new WrongUsageException("--small-model must not be empty.") : model?.Trim();

    private static bool? ReadStyle(string? style) => style?.ToUpperInvariant() switch
    {
        null => null,
        "OFFICIAL" => true,
        "QUALIFIED" => false,
        _ => throw new WrongUsageException($"--id-style takes official or qualified, not '{style}'."),
    };
}
