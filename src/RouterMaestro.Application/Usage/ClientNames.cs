namespace RouterMaestro.Application.Usage;

/// <summary>Names the kind of a client by its user agent, coarsely: a version or a machine is not kept.</summary>
internal static class ClientNames
{
    private const string Other = "other";

    // the first that the user agent holds counts: editors and agents stand before the SDKs that they are built on
    private static readonly (string Text, string Name)[] _names =
    [
        ("claude-cli", "claude-code"),
        ("claude-code", "claude-code"),
        ("codex", "codex"),
        ("gemini-cli", "gemini-cli"),
        ("geminicli", "gemini-cli"),
        ("opencode", "opencode"),
        ("githubcopilot", "copilot"),
        ("copilot", "copilot"),
        ("cursor", "cursor"),
        ("roo-code", "roo-code"),
        ("roocode", "roo-code"),
        ("cline", "cline"),
        ("kilo-code", "kilo-code"),
        ("aider", "aider"),
        ("litellm", "litellm"),
        ("zed/", "zed"),
        ("continue", "continue"),
        ("langchain", "langchain"),
        ("router-maestro", "router-maestro"),
        ("asyncopenai/python", "openai-python"),
        ("openai/python", "openai-python"),
        ("openai/js", "openai-node"),
        ("openai-node", "openai-node"),
        ("openai/.net", "openai-dotnet"),
        ("openai-dotnet", "openai-dotnet"),
        ("openai/java", "openai-java"),
        ("openai/go", "openai-go"),
        ("asyncanthropic/python", "anthropic-python"),
        ("anthropic/python", "anthropic-python"),
        ("anthropic/js", "anthropic-typescript"),
        ("anthropic/typescript", "anthropic-typescript"),
        ("anthropic/c#", "anthropic-dotnet"),
        ("anthropic/java", "anthropic-java"),
        ("anthropic/go", "anthropic-go"),
        ("ai-sdk/", "ai-sdk"),
        ("ai/", "ai-sdk"),
        ("curl/", "curl"),
        ("python-requests", "python"),
        ("python-httpx", "python"),
        ("aiohttp", "python"),
        ("axios", "node"),
        ("undici", "node"),
        ("node", "node"),
        ("go-http-client", "go"),
        ("okhttp", "java"),
        ("mozilla/", "browser"),
    ];

    /// <summary>Gets the name of a client.</summary>
    /// <param name="userAgent">The user agent.</param>
    public static string Of(string userAgent)
    {
        ArgumentNullException.ThrowIfNull(userAgent);
        foreach (var (text, name) in _names)
        {
            if (userAgent.Contains(text, StringComparison.OrdinalIgnoreCase))
            {
                return name;
            }
        }

        return Other;
    }
}
