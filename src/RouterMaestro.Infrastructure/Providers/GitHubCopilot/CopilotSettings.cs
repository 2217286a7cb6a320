namespace RouterMaestro.Infrastructure.Providers.GitHubCopilot;

/// <summary>The settings of one Copilot account, the members of <c>options</c> in its entry.</summary>
internal sealed record CopilotSettings
{
    /// <summary>The address of the API for accounts whose token names no other.</summary>
    public const string PublicApi = "https://api.githubcopilot.com";

    /// <summary>The domain of GitHub for everybody; with data residency it is one such as <c>acme.ghe.com</c>.</summary>
    public const string PublicDomain = "github.com";

    /// <summary>The names of all settings.</summary>
    public static readonly string[] Names =
    [
        "api_url", "api_version", "editor_plugin_version", "editor_version", "github_api_url", "github_domain", "github_url", "integration_id", "intent",
        "max_concurrent", "max_wait", "refused_tools", "requests_per_minute", "reserve_percent", "user_agent",
    ];

    /// <summary>Gets the domain of the account.</summary>
    public string Domain { get; init; } = PublicDomain;

    /// <summary>Gets the address of GitHub's pages, for logins.</summary>
    public string GitHubUrl { get; init; } = "https://github.com";

    /// <summary>Gets the address of GitHub's API, for token exchanges and quotas.</summary>
    public string GitHubApiUrl { get; init; } = "https://api.github.com";

    /// <summary>Gets the address of Copilot's API that the operator set, whatever tokens name; null to take that of the token.</summary>
    public string? ApiUrl { get; init; }

    /// <summary>Gets the address of Copilot's API for a credential that names none.</summary>
    public string DefaultApiUrl => ApiUrl ?? (Domain == PublicDomain ? PublicApi : "https://copilot-api." + Domain);

    /// <summary>Gets the field <c>Editor-Version</c>.</summary>
    public string EditorVersion { get; init; } = "vscode/1.104.3";

    /// <summary>Gets the field <c>Editor-Plugin-Version</c>.</summary>
    public string PluginVersion { get; init; } = "copilot-chat/0.26.7";

    /// <summary>Gets the field <c>Copilot-Integration-Id</c>.</summary>
    public string IntegrationId { get; init; } = "vscode-chat";

    /// <summary>Gets the field <c>User-Agent</c>.</summary>
    public string UserAgent { get; init; } = "GitHubCopilotChat/0.26.7";

    /// <summary>Gets the field <c>OpenAI-Intent</c>.</summary>
    public string Intent { get; init; } = "conversation-panel";

    /// <summary>Gets the field <c>X-GitHub-Api-Version</c>.</summary>
    public string ApiVersion { get; init; } = "2025-04-01";

    /// <summary>Gets the share of a limit, in percent, that is kept: with less left, the account's models go behind their equals.</summary>
    public double ReservePercent { get; init; } = 2;

    /// <summary>Gets the most requests in a minute; null for no limit.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Gets the most requests at once; null for no limit.</summary>
    public int? MaxConcurrent { get; init; }

    /// <summary>Gets the time that a request above these limits waits for its turn, before another candidate is used.</summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets the types of tools that translated requests to <c>/responses</c> lose, since Copilot refuses them.</summary>
    public IReadOnlyList<string> RefusedTools { get; init; } = ["web_search", "web_search_preview", "code_interpreter"];

    /// <summary>Gets the header fields that GitHub and Copilot expect of every request, with their values.</summary>
    public IEnumerable<(string Name, string Value)> ClientFields =>
    [
        ("Editor-Version", EditorVersion),
        ("Editor-Plugin-Version", PluginVersion),
        ("User-Agent", UserAgent),
        ("X-GitHub-Api-Version", ApiVersion),
        ("X-Vscode-User-Agent-Library-Version", "electron-fetch"),
    ];

    /// <summary>Returns the address to use for a token's <c>endpoints.api</c>.</summary>
    /// <param name="named">The address that the token names; null if it names none.</param>
    /// <returns>The address; null for the default one: if the operator set one, or if the named one is none of GitHub's.</returns>
    public Uri? AddressOf(string? named)
    {
        if (ApiUrl is not null || named is null || !Uri.TryCreate(named.TrimEnd('/'), UriKind.Absolute, out var address))
        {
            return null;
        }

        // prompts must not follow a host that is not GitHub's
        return address.UserInfo.Length == 0 && (IsOfGitHub(address) || IsOfSimulator(address)) ? address : null;
    }

    private bool IsOfGitHub(Uri address) => address.Scheme == Uri.UriSchemeHttps && address.IsDefaultPort
        && (IsWithin(address.Host, "githubcopilot.com") || (Domain != PublicDomain && IsWithin(address.Host, Domain)));

    // each address of a simulated GitHub has a port of its own on this machine
    private bool IsOfSimulator(Uri address) => address.IsLoopback && new Uri(GitHubApiUrl) is { IsLoopback: true } api
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && api.Scheme == Uri.UriSchemeHttp));

    private static bool IsWithin(string host, string domain) =>
        host.Equals(domain, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase);
}
