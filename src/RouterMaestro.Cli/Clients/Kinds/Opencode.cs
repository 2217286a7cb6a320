using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.Cli.Clients.Files;

namespace RouterMaestro.Cli.Clients.Kinds;

/// <summary>opencode, as of 1.18.33. Its settings may have comments, in files of either ending. It reads a key from a file or a variable, and runs no command.</summary>
internal sealed class Opencode : ClientKind
{
    private const string Provider = "router-maestro";
    private const string Content = "OPENCODE_CONFIG_CONTENT";
    private const string Chat = "/v1/chat/completions";
    private const int MaxTokens = 32000;

    // in the order in which it reads them: the last one wins
    private static readonly string[] _files = ["opencode.json", "opencode.jsonc"];

    /// <inheritdoc/>
    public override string Name => "opencode";

    /// <inheritdoc/>
    public override string Title => "opencode";

    /// <inheritdoc/>
    public override string Executable => "opencode";

    /// <inheritdoc/>
    public override string Package => "opencode-ai";

    /// <inheritdoc/>
    public override bool HasSmallModel => true;

    /// <inheritdoc/>
    public override string FileOf(ClientPlaces places, SettingsLevel level)
    {
        var folder = level == SettingsLevel.Project ? places.Project
            : places.Variable("XDG_CONFIG_HOME") is { } config ? Path.Combine(config, "opencode")
            : Path.Combine(places.Home, ".config", "opencode");

        // a link whose file is gone counts too, and is refused later
        return _files.Select(name => Path.Combine(folder, name)).LastOrDefault(file => new FileInfo(file) is { Exists: true } or { LinkTarget: not null })
            ?? Path.Combine(folder, _files[0]);
    }

    /// <inheritdoc/>
    public override string Change(string text, ClientSettings settings, SettingsLevel level, ICollection<string> notes)
    {
        var edit = Open(text);
        if (edit.Get("$schema") is null)
        {
            // opencode 1.18.33 writes it into a file that lacks it, and the change could not be undone any more
            edit.Set("https://opencode.ai/config.json", "$schema");
        }

        var reference = settings.SecretFile is { } file ? $"{{file:{file.Replace('\\', '/')}}}" : $"{{env:{ApiKeyStore.Variable}}}";
        foreach (var (name, value) in ProviderOf(settings, reference).Where(member => member.Key is not ("options" or "models")))
        {
            edit.Set(value!.DeepClone(), "provider", Provider, name);
        }

        edit.Set(settings.OpenAIAddress, "provider", Provider, "options", "baseURL");
        edit.Set(reference, "provider", Provider, "options", "apiKey");
        foreach (var model in ModelsOf(settings))
        {
            edit.Set(Describe(model), "provider", Provider, "models", model.Id);
        }

        edit.Set($"{Provider}/{settings.Model.Id}", "model");
        edit.Set($"{Provider}/{settings.SmallModel.Id}", "small_model");
        if (settings.SecretFile is null)
        {
            notes.Add($"The file refers to the variable {ApiKeyStore.Variable}, as the key must not stand in a project: set it with 'export {ApiKeyStore.Variable}=$({settings.KeyHelper.Shell})'.");
        }

        return edit.Text;
    }

    /// <inheritdoc/>
    public override ConfiguredClient? Read(string text)
    {
        var edit = Open(text);
        return Own(edit.GetText("model")) is { } model
            ? new(edit.GetText("provider", Provider, "options", "baseURL"), model, Own(edit.GetText("small_model")))
            : null;
    }

    /// <inheritdoc/>
    public override IEnumerable<string> Warnings(ClientPlaces places, SettingsLevel level, string text)
    {
        foreach (var warning in places.WarnOfVariables(Title, "whose settings win over this file in", "OPENCODE_CONFIG", Content, "OPENCODE_CONFIG_DIR"))
        {
            yield return warning;
        }

        var edit = Open(text);
        if (edit.Get("enabled_providers") is JsonArray enabled && !Names(enabled).Contains(Provider))
        {
            yield return $"'enabled_providers' lists providers without '{Provider}': add it there.";
        }

        if (edit.Get("disabled_providers") is JsonArray disabled && Names(disabled).Contains(Provider))
        {
            yield return $"'disabled_providers' lists '{Provider}': remove it there.";
        }
    }

    /// <inheritdoc/>
    public override ClientLaunch Launch(ClientSettings settings, string key, ClientPlaces places)
    {
        var content = Given(places) ?? [];
        var providers = content["provider"] as JsonObject ?? [];
        content["provider"] = providers;
        providers[Provider] = ProviderOf(settings, $"{{env:{ApiKeyStore.Variable}}}");
        content["model"] = $"{Provider}/{settings.Model.Id}";
        content["small_model"] = $"{Provider}/{settings.SmallModel.Id}";
        return new() { Variables = new Dictionary<string, string?> { [Content] = content.ToJsonString(), [ApiKeyStore.Variable] = key } };
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ClientRequest> Requests(string model, string? smallModel)
    {
        var turn = Ask(model);
        turn["tools"] = new JsonArray(ClientRequest.ChatTool());
        turn["tool_choice"] = "auto";
        return [new("turn", Chat, turn, ClientRequest.ChatEnd), new("title", Chat, Ask(smallModel ?? model), ClientRequest.ChatEnd)];
    }

    private static JsonEdit Open(string text) => new(text, isRelaxed: true);

    private static IEnumerable<string?> Names(JsonArray list) => list.Select(name => name?.ToString());

    private static string? Own(string? model) => model?.StartsWith(Provider + "/", StringComparison.Ordinal) == true ? model[(Provider.Length + 1)..] : null;

    private static IEnumerable<ClientModel> ModelsOf(ClientSettings settings) => new[] { settings.Model, settings.SmallModel }.DistinctBy(model => model.Id);

    private static JsonObject ProviderOf(ClientSettings settings, string reference) => new()
    {
        ["npm"] = "@ai-sdk/openai-compatible",
        ["name"] = "RouterMaestro",
        ["options"] = new JsonObject { ["baseURL"] = settings.OpenAIAddress, ["apiKey"] = reference },
        ["models"] = new JsonObject(ModelsOf(settings).Select(model => KeyValuePair.Create(model.Id, (JsonNode?)Describe(model)))),
    };

    private static JsonObject Describe(ClientModel model)
    {
        var entry = new JsonObject { ["name"] = model.Name };
        if (model is { ContextWindow: { } window, MaxOutputTokens: { } output })
        {
            entry["limit"] = new JsonObject { ["context"] = window, ["output"] = output };
        }

        return entry;
    }

    /// <summary>Returns the settings that the environment gives already.</summary>
    private static JsonObject? Given(ClientPlaces places)
    {
        try
        {
            return places.Variable(Content) is { } text
                ? JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }) as JsonObject
                : null;
        }
        catch (JsonException)
        {
            // opencode would not start with it either
            return null;
        }
    }

    private static JsonObject Ask(string model) => new()
    {
        ["model"] = model,
        ["max_tokens"] = MaxTokens,
        ["messages"] = new JsonArray(
            new JsonObject { ["role"] = "system", ["content"] = "You help with code." },
            new JsonObject { ["role"] = "user", ["content"] = ClientRequest.Task }),
        ["stream"] = true,
        ["stream_options"] = new JsonObject { ["include_usage"] = true },
    };
}
