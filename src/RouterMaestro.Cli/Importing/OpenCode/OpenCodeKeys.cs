namespace RouterMaestro.Cli.Importing.OpenCode;

/// <summary>Why settings of OpenCode 1.18 cannot be carried over, by their names.</summary>
internal static class OpenCodeKeys
{
    private const string Client = "It is about the client itself, which keeps it.";
    private const string Sampling = "Parameters of calls are the caller's: the gateway sets none.";
    private const string Information = "What models can do is asked from the provider, or set in 'model_overrides'.";
    private const string TimeLimit = "Time limits are set in 'timeouts' of priorities.json.";

    private static readonly HashSet<string> _client = new(StringComparer.Ordinal)
    {
        "$schema", "agent", "attachment", "autoshare", "autoupdate", "command", "compaction", "default_agent", "enterprise", "experimental", "formatter", "instructions", "keybinds",
        "layout", "logLevel", "lsp", "mcp", "mode", "permission", "plugin", "server", "share", "shell", "skills", "snapshot", "theme", "tools", "tool_output", "tui", "username", "watcher",
    };

    private static readonly Dictionary<string, string> _options = new(StringComparer.Ordinal)
    {
        ["timeout"] = TimeLimit,
        ["chunkTimeout"] = TimeLimit,
        ["headerTimeout"] = TimeLimit,
        ["setCacheKey"] = "Callers set 'prompt_cache_key' themselves.",
        ["headers"] = "Header fields may hold secrets: add those that do not with 'provider set NAME --header NAME=VALUE'.",
        ["organization"] = "It would be a header field of the provider: add it with 'provider set NAME --header OpenAI-Organization=…'.",
        ["includeUsage"] = "The gateway asks for the usage itself.",
    };

    private static readonly Dictionary<string, string> _model = new(StringComparer.Ordinal)
    {
        ["options"] = Sampling,
        ["variants"] = Sampling,
        ["headers"] = _options["headers"],
        ["attachment"] = Information,
        ["reasoning"] = Information,
        ["temperature"] = Information,
        ["tool_call"] = Information,
        ["modalities"] = Information,
        ["interleaved"] = Information,
        ["family"] = Information,
        ["release_date"] = Information,
        ["knowledge"] = Information,
        ["status"] = Information,
        ["experimental"] = Information,
        ["open_weights"] = Information,
        ["last_updated"] = Information,
        ["provider"] = "A model has the protocol and the address of its provider here.",
    };

    /// <summary>Gets why a setting cannot be carried over.</summary>
    public static string OfRoot(string key) => _client.Contains(key) ? Client : "This import does not know it.";

    /// <summary>Gets why an option of a provider cannot be carried over.</summary>
    public static string OfOption(string key) => _options.GetValueOrDefault(key, "This import does not know it.");

    /// <summary>Gets why a member of a model cannot be carried over.</summary>
    public static string OfModel(string key) => _model.GetValueOrDefault(key, "This import does not know it.");
}
