using System.Globalization;
using System.Text.Json.Nodes;
using RouterMaestro.Cli.Clients.Files;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Clients.Kinds;

/// <summary>
/// GitHub Copilot CLI, as of 1.0.102. Its own file of providers, <c>~/.copilot/providers.json</c>, holds keys in plain text alone; a command that
/// prints the key can only be given by its environment. The settings are therefore a file of variables that a shell reads.
/// </summary>
internal sealed class CopilotCli : ClientKind
{
    private const string Address = "COPILOT_PROVIDER_BASE_URL";
    private const string Model = "COPILOT_MODEL";
    private const string Key = "COPILOT_PROVIDER_API_KEY";
    private const string KeyCommand = "COPILOT_PROVIDER_API_KEY_COMMAND";
    private const string MaxPrompt = "COPILOT_PROVIDER_MAX_PROMPT_TOKENS";
    private const string MaxOutput = "COPILOT_PROVIDER_MAX_OUTPUT_TOKENS";

    // each turns to another protocol, model or key
    private static readonly string[] _others =
        ["COPILOT_PROVIDER_BEARER_TOKEN", "COPILOT_PROVIDER_TYPE", "COPILOT_PROVIDER_WIRE_API", "COPILOT_PROVIDER_TRANSPORT", "COPILOT_PROVIDER_WIRE_MODEL"];

    /// <inheritdoc/>
    public override string Name => "copilot-cli";

    /// <inheritdoc/>
    public override string Title => "GitHub Copilot CLI";

    /// <inheritdoc/>
    public override string Executable => "copilot";

    /// <inheritdoc/>
    public override string Package => "@github/copilot";

    /// <inheritdoc/>
    public override string FileOf(ClientPlaces places, SettingsLevel level) =>
        OperatingSystem.IsWindows() ? throw new CommandFailedException($"GitHub Copilot CLI takes the gateway from its environment alone: use '{ProductInfo.Name} run {Name}'.")
        : level == SettingsLevel.User ? Path.Combine(places.Folder("COPILOT_HOME", ".copilot"), "router-maestro.env")
        : Path.Combine(places.Project, ".copilot.env");

    /// <inheritdoc/>
    public override string Change(string text, ClientSettings settings, SettingsLevel level, ICollection<string> notes)
    {
        var edit = new ExportsEdit(text);
        edit.Set(Address, settings.OpenAIAddress);
        edit.Set(KeyCommand, settings.KeyHelper.Shell);
        edit.Set(Model, settings.Model.Id);
        SetLimit(edit, MaxPrompt, settings.Model.UsableWindow);
        SetLimit(edit, MaxOutput, settings.Model.MaxOutputTokens);
        foreach (var name in _others.Append(Key).Where(edit.Remove))
        {
            notes.Add($"{name} is removed from the file: it contradicts the other variables.");
        }

        return edit.Text;
    }

    /// <inheritdoc/>
    public override ConfiguredClient? Read(string text)
    {
        var edit = new ExportsEdit(text);
        return edit.Get(Model) is { } model ? new(edit.Get(Address), model, null) : null;
    }

    /// <inheritdoc/>
    public override IEnumerable<string> Warnings(ClientPlaces places, SettingsLevel level, string text) =>
        places.WarnOfVariables(Title, "which contradicts the settings of", _others);

    /// <inheritdoc/>
    public override string? NextStep(string file, SettingsLevel level) =>
        $"GitHub Copilot CLI reads its environment alone: run '. {file}' before 'copilot', or put that line into your shell's profile.";

    /// <inheritdoc/>
    public override ClientLaunch Launch(ClientSettings settings, string key, ClientPlaces places)
    {
        var variables = new Dictionary<string, string?>
        {
            [Address] = settings.OpenAIAddress,
            [Key] = key,
            [KeyCommand] = null,
            [Model] = settings.Model.Id,
            [MaxPrompt] = Number(settings.Model.UsableWindow),
            [MaxOutput] = Number(settings.Model.MaxOutputTokens),
        };
        foreach (var other in _others)
        {
            variables[other] = null;
        }

        return new() { Variables = variables };
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ClientRequest> Requests(string model, string? smallModel) =>
    [
        new("turn", "/v1/chat/completions", new JsonObject
        {
            ["model"] = model,
            ["messages"] = new JsonArray(
                new JsonObject { ["role"] = "system", ["content"] = "You help with code." },
                new JsonObject { ["role"] = "user", ["content"] = ClientRequest.Task }),
            ["temperature"] = 0,
            ["top_p"] = 0.95,
            ["frequency_penalty"] = 0,
            ["presence_penalty"] = 0,
            ["tools"] = new JsonArray(ClientRequest.ChatTool()),
            ["stream"] = true,
            ["stream_options"] = new JsonObject { ["include_usage"] = true },
        }, ClientRequest.ChatEnd),
    ];

    private static void SetLimit(ExportsEdit edit, string name, int? limit)
    {
        if (Number(limit) is { } number)
        {
            edit.Set(name, number);
        }
        else
        {
            edit.Remove(name);
        }
    }

    private static string? Number(int? limit) => limit?.ToString(CultureInfo.InvariantCulture);
}
