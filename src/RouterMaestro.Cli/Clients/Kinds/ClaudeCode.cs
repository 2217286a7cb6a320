using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.Cli.Clients.Files;

namespace RouterMaestro.Cli.Clients.Kinds;

/// <summary>Claude Code, as of 2.1.330. Its settings are strict JSON: it ignores a whole file with a comment in it, without a word.</summary>
internal sealed class ClaudeCode : ClientKind
{
    private const string Env = "env";
    private const string Address = "ANTHROPIC_BASE_URL";
    private const string MainModel = "ANTHROPIC_MODEL";
    private const string FastModel = "ANTHROPIC_SMALL_FAST_MODEL";
    private const string Helper = "apiKeyHelper";
    private const string CompactWindow = "CLAUDE_CODE_AUTO_COMPACT_WINDOW";

    // every alias that can be chosen in it; one that is left out asks for a model of Anthropic's
    private static readonly string[] _families = ["ANTHROPIC_DEFAULT_OPUS_MODEL", "ANTHROPIC_DEFAULT_SONNET_MODEL", "ANTHROPIC_DEFAULT_FABLE_MODEL"];

    // the first is older and wins over the second
    private static readonly string[] _smallFamilies = [FastModel, "ANTHROPIC_DEFAULT_HAIKU_MODEL"];

    // each is sent beside the helper's key, or in its place
    private static readonly string[] _credentials = ["ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_API_KEY"];

    // each turns away from ANTHROPIC_BASE_URL
    private static readonly string[] _otherClouds = ["CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_VERTEX", "CLAUDE_CODE_USE_FOUNDRY", "CLAUDE_CODE_USE_MANTLE"];

    /// <inheritdoc/>
    public override string Name => "claude-code";

    /// <inheritdoc/>
    public override string Title => "Claude Code";

    /// <inheritdoc/>
    public override string Executable => "claude";

    /// <inheritdoc/>
    public override string Package => "@anthropic-ai/claude-code";

    /// <inheritdoc/>
    public override bool HasSmallModel => true;

    /// <inheritdoc/>
    public override string FileOf(ClientPlaces places, SettingsLevel level) => level == SettingsLevel.User
        ? Path.Combine(UserFolder(places), "settings.json")
        : Path.Combine(places.Project, ".claude", "settings.json");

    /// <inheritdoc/>
    public override string Change(string text, ClientSettings settings, SettingsLevel level, ICollection<string> notes)
    {
        var edit = Open(text);
        foreach (var name in _credentials.Where(name => edit.Remove(Env, name)))
        {
            notes.Add($"{name} is removed from the file: it would be sent in place of the gateway's key.");
        }

        edit.Set(settings.KeyHelper.Shell, Helper);
        foreach (var (name, value) in Variables(settings))
        {
            edit.Set(value!, Env, name);
        }

        if (settings.AutoCompactWindow is { } window)
        {
            edit.Set(Number(window), Env, CompactWindow);
        }

        if (settings.Statusline is { } statusline)
        {
            edit.Set(new JsonObject { ["type"] = "command", ["command"] = statusline.Shell }, "statusLine");
        }

        return edit.Text;
    }

    /// <inheritdoc/>
    public override ConfiguredClient? Read(string text)
    {
        var edit = Open(text);
        return edit.GetText(Env, MainModel) is { } model
            ? new(edit.GetText(Env, Address), model, edit.GetText(Env, FastModel))
            : null;
    }

    /// <inheritdoc/>
    public override IEnumerable<string> Warnings(ClientPlaces places, SettingsLevel level, string text)
    {
        var warnings = places.WarnOfVariables(Title, "which is sent in place of the gateway's key by", _credentials)
            .Concat(places.WarnOfVariables(Title, "which leads past the gateway for", _otherClouds));
        var edit = Open(text);
        return warnings
            .Concat(_otherClouds.Where(name => edit.GetText(Env, name) is { Length: > 0 }).Select(name => $"The file sets {name}, which leads past the gateway: remove it."))
            .Concat(StrongerFiles(places, level).Where(HasOtherSettings).Select(file => $"{file} has settings of its own for the models, the address or the key, which win over this file."));
    }

    /// <inheritdoc/>
    public override string? NextStep(string file, SettingsLevel level) => level == SettingsLevel.Project
        ? "Claude Code asks for your trust in the folder before it runs the project's key helper."
        : null;

    /// <inheritdoc/>
    public override ClientLaunch Launch(ClientSettings settings, string key, ClientPlaces places)
    {
        Dictionary<string, string?> variables = new(Variables(settings)) { [_credentials[0]] = key, [_credentials[1]] = null };
        if (settings.AutoCompactWindow is { } window)
        {
            variables[CompactWindow] = Number(window);
        }

        foreach (var cloud in _otherClouds)
        {
            variables[cloud] = null;
        }

        // its files win over the environment, and --settings over the files; the key stays out of the list of processes
        string[] files = [.. StrongerFiles(places, SettingsLevel.User), FileOf(places, SettingsLevel.User)];
        if (!files.Any(HasOtherSettings))
        {
            return new() { Variables = variables };
        }

        var env = new JsonObject(variables.Where(v => v.Key != _credentials[0]).Select(v => KeyValuePair.Create(v.Key, (JsonNode?)(v.Value ?? ""))))
        {
            [_credentials[0]] = "",
        };
        var overrides = new JsonObject { [Helper] = settings.KeyHelper.Shell, [Env] = env };
        return new() { Variables = variables, Arguments = ["--settings", overrides.ToJsonString()] };
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ClientRequest> Requests(string model, string? smallModel) => ClaudeCodeRequests.Of(model, smallModel);

    private static JsonEdit Open(string text) => new(text, isRelaxed: false);

    private static string Number(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string UserFolder(ClientPlaces places) => places.Folder("CLAUDE_CONFIG_DIR", ".claude");

    private static Dictionary<string, string?> Variables(ClientSettings settings)
    {
        Dictionary<string, string?> variables = new() { [Address] = settings.Root, [MainModel] = settings.Model.Id };
        foreach (var name in _families)
        {
            variables[name] = settings.Model.Id;
        }

        foreach (var name in _smallFamilies)
        {
            variables[name] = settings.SmallModel.Id;
        }

        // the header names each build of Claude Code, which would spoil the provider's cache of prompts
        variables["CLAUDE_CODE_ATTRIBUTION_HEADER"] = "0";
        variables["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1";
        return variables;
    }

    /// <summary>Returns the files that win over that of a level.</summary>
    private static IEnumerable<string> StrongerFiles(ClientPlaces places, SettingsLevel level)
    {
        yield return OperatingSystem.IsMacOS() ? "/Library/Application Support/ClaudeCode/managed-settings.json"
            : OperatingSystem.IsWindows() ? @"C:\Program Files\ClaudeCode\managed-settings.json"
            : "/etc/claude-code/managed-settings.json";
        yield return Path.Combine(places.Project, ".claude", "settings.local.json");

        // in the home folder, the project's file is the user's
        if (level == SettingsLevel.User && places.Project != places.Home)
        {
            yield return Path.Combine(places.Project, ".claude", "settings.json");
        }
    }

    private static bool HasOtherSettings(string file)
    {
        try
        {
            var edit = Open(File.ReadAllText(file));
            return edit.Get(Helper) is not null
                || (edit.Get(Env) is JsonObject env && env.Any(member => member.Key.StartsWith("ANTHROPIC_", StringComparison.Ordinal) || _otherClouds.Contains(member.Key)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SettingsFormatException or JsonException)
        {
            // Claude Code ignores a file that it cannot read
            return false;
        }
    }
}
