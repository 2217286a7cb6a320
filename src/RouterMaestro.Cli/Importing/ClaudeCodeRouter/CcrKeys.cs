namespace RouterMaestro.Cli.Importing.ClaudeCodeRouter;

/// <summary>Why settings of claude-code-router 1 and 2 cannot be carried over, by their names.</summary>
internal static class CcrKeys
{
    private const string Translated = "It is not needed: the gateway translates between the protocols itself.";
    private const string OwnServer = "It is about the server of claude-code-router itself.";
    private const string Sampling = "Parameters of calls are the caller's: the gateway sets none.";

    private static readonly Dictionary<string, string> _settings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["APIKEY"] = "The gateway has a key of its own, which 'router-maestro server show-key' shows.",
        ["HOST"] = OwnServer,
        ["PORT"] = OwnServer,
        ["LOG"] = OwnServer,
        ["LOG_LEVEL"] = OwnServer,
        ["NON_INTERACTIVE_MODE"] = OwnServer,
        ["CLAUDE_PATH"] = OwnServer,
        ["StatusLine"] = "'router-maestro statusline' prints the line for Claude Code.",
        ["API_TIMEOUT_MS"] = "Time limits are set in 'timeouts' of priorities.json.",
        ["PROXY_URL"] = "Set HTTPS_PROXY in the gateway's environment.",
        ["CUSTOM_ROUTER_PATH"] = "Scripts are not run: a routing policy is code of a host, see docs/extending/policy.md.",
        ["REWRITE_SYSTEM_PROMPT"] = "Prompts are the client's: the gateway changes none.",
        ["transformers"] = "Scripts are not run: the gateway translates between the protocols itself.",
        ["plugins"] = "Scripts are not run.",
        ["forceUseImageAgent"] = "Models that are known to take no images are skipped for requests that have some.",
    };

    private static readonly Dictionary<string, string> _transformers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["maxtoken"] = Sampling,
        ["maxcompletiontokens"] = Translated,
        ["sampling"] = Sampling,
        ["customparams"] = Sampling,
        ["forcereasoning"] = Sampling,
        ["tooluse"] = "The caller's 'tool_choice' stays as it is.",
        ["enhancetool"] = "Arguments of tools are passed on as the model wrote them.",
    };

    private static readonly HashSet<string> _translating = new(StringComparer.OrdinalIgnoreCase)
    {
        "anthropic", "openai", "openai-responses", "openrouter", "deepseek", "groq", "gemini", "cerebras", "reasoning", "cleancache", "streamoptions",
    };

    /// <summary>Gets why a setting cannot be carried over.</summary>
    public static string Of(string key) => _settings.GetValueOrDefault(key, "This import does not know it.");

    /// <summary>Gets why a transformer cannot be carried over.</summary>
    public static string OfTransformer(string name) => _transformers.GetValueOrDefault(name)
        ?? (_translating.Contains(name) ? Translated : "Scripts are not run: the gateway translates between the protocols itself.");

    /// <summary>Gets why no rule decides as the router did.</summary>
    public static string OfScenario(string scenario) =>
        $"Models are not chosen by what a request holds: clients can name '{scenario}', which means this model here.";
}
