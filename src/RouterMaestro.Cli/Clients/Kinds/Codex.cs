using System.Text.Json.Nodes;
using RouterMaestro.Cli.Clients.Files;

namespace RouterMaestro.Cli.Clients.Kinds;

/// <summary>Codex, as of 0.169.0. A project's file may choose the model alone: Codex 0.130 and later refuse providers there.</summary>
internal sealed class Codex : ClientKind
{
    private const string Providers = "model_providers";
    private const string Provider = "router-maestro";
    private const string Model = "model";
    private const string Chosen = "model_provider";
    private const string Auth = "auth";

    // a provider with a command for its key cannot be given a variable too, so that 'run' has one of its own
    private const string ProviderOfRun = "router-maestro-run";

    // each is an error, or sent in its place, beside a command
    private static readonly string[] _otherCredentials = ["env_key", "env_key_instructions", "experimental_bearer_token", "requires_openai_auth"];

    /// <inheritdoc/>
    public override string Name => "codex";

    /// <inheritdoc/>
    public override string Title => "Codex";

    /// <inheritdoc/>
    public override string Executable => "codex";

    /// <inheritdoc/>
    public override string Package => "@openai/codex";

    /// <inheritdoc/>
    public override bool HasProvider(SettingsLevel level) => level == SettingsLevel.User;

    /// <inheritdoc/>
    public override string FileOf(ClientPlaces places, SettingsLevel level) => level == SettingsLevel.User
        ? Path.Combine(places.Folder("CODEX_HOME", ".codex"), "config.toml")
        : Path.Combine(places.Project, ".codex", "config.toml");

    /// <inheritdoc/>
    public override string Change(string text, ClientSettings settings, SettingsLevel level, ICollection<string> notes)
    {
        var edit = new TomlEdit(text);
        edit.Set(settings.Model.Id, Model);
        if (level == SettingsLevel.Project)
        {
            RemoveProvider(edit, notes);
            return edit.Text;
        }

        edit.Set(Provider, Chosen);
        edit.Set("RouterMaestro", Providers, Provider, "name");
        edit.Set(settings.OpenAIAddress, Providers, Provider, "base_url");
        edit.Set("responses", Providers, Provider, "wire_api");
        edit.Set(settings.KeyHelper.Program, Providers, Provider, Auth, "command");
        edit.Set(settings.KeyHelper.Arguments, Providers, Provider, Auth, "args");
        foreach (var name in _otherCredentials.Where(name => edit.Remove(Providers, Provider, name)))
        {
            notes.Add($"{name} is removed from the provider: the key comes by command.");
        }

        return edit.Text;
    }

    /// <inheritdoc/>
    public override ConfiguredClient? Read(string text)
    {
        var edit = new TomlEdit(text);
        var address = edit.GetText(Chosen) is { } provider ? edit.GetText(Providers, provider, "base_url") ?? $"(the provider '{provider}')" : null;
        return edit.GetText(Model) is { } model ? new(address, model, null) : null;
    }

    /// <inheritdoc/>
    public override IEnumerable<string> Warnings(ClientPlaces places, SettingsLevel level, string text)
    {
        if (new TomlEdit(text).GetText("profile") is { } profile)
        {
            yield return $"The file chooses the profile '{profile}', whose model and provider win over these.";
        }

        if (level == SettingsLevel.Project && !ChoosesGateway(FileOf(places, SettingsLevel.User)))
        {
            yield return "A project chooses the model alone, and the user's settings do not lead to the gateway: run 'router-maestro config codex --level user' too.";
        }
    }

    /// <inheritdoc/>
    public override string? NextStep(string file, SettingsLevel level) => level == SettingsLevel.Project
        ? "Codex reads a project's settings once you trust the folder, for which it asks when it starts there."
        : null;

    /// <inheritdoc/>
    public override ClientLaunch Launch(ClientSettings settings, string key, ClientPlaces places)
    {
        var provider = $"{{name=\"RouterMaestro\",base_url={TomlValues.Write(settings.OpenAIAddress)},wire_api=\"responses\",env_key=\"{ApiKeyStore.Variable}\"}}";
        return new()
        {
            Arguments =
            [
                "-c", $"{Model}={TomlValues.Write(settings.Model.Id)}",
                "-c", $"{Chosen}=\"{ProviderOfRun}\"",
                "-c", $"{Providers}.{ProviderOfRun}={provider}",
            ],
            Variables = new Dictionary<string, string?> { [ApiKeyStore.Variable] = key },
        };
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ClientRequest> Requests(string model, string? smallModel) => [new("turn", "/v1/responses", Turn(model), "response.completed")];

    private static void RemoveProvider(TomlEdit edit, ICollection<string> notes)
    {
        if (edit.GetText(Chosen) == Provider)
        {
            edit.Remove(Chosen);
            notes.Add("model_provider is removed from the file: Codex refuses it in a project.");
        }

        if (edit.RemoveTable(Providers, Provider))
        {
            notes.Add($"[{Providers}.{Provider}] is removed from the file: Codex refuses providers in a project.");
        }
    }

    private static bool ChoosesGateway(string file)
    {
        try
        {
            return File.Exists(file) && new TomlEdit(File.ReadAllText(file)).GetText(Chosen) == Provider;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SettingsFormatException)
        {
            return false;
        }
    }

    private static JsonObject Turn(string model) => new()
    {
        ["model"] = model,
        ["input"] = new JsonArray(Message("msg_check_1", "developer", "You help with code."), Message("msg_check_2", "user", ClientRequest.Task)),
        ["tools"] = new JsonArray(
            Function("exec_command"),
            new JsonObject { ["type"] = "namespace", ["name"] = "multi_agent_v1", ["description"] = "Helpers.", ["tools"] = new JsonArray(Function("spawn")) },
            new JsonObject { ["type"] = "web_search", ["external_web_access"] = false }),
        ["tool_choice"] = "auto",
        ["parallel_tool_calls"] = true,
        ["reasoning"] = new JsonObject { ["summary"] = "auto" },
        ["store"] = false,
        ["stream"] = true,
        ["include"] = new JsonArray("reasoning.encrypted_content"),
        ["prompt_cache_key"] = "check",
        ["client_metadata"] = new JsonObject { ["session_id"] = "check" },
    };

    private static JsonObject Message(string id, string role, string text) => new()
    {
        ["type"] = "message",
        ["id"] = id,
        ["role"] = role,
        ["content"] = new JsonArray(new JsonObject { ["type"] = "input_text", ["text"] = text }),
    };

    private static JsonObject Function(string name) => new()
    {
        ["type"] = "function",
        ["name"] = name,
        ["description"] = "Runs a command in a shell.",
        ["strict"] = false,
        ["parameters"] = ClientRequest.CommandSchema(),
    };
}
