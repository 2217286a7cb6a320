namespace RouterMaestro.Cli.Tests.Executable.Scenarios;

/// <summary>Keys of callers and of providers, and a login in a browser.</summary>
internal sealed class KeyScenario : IScenario
{
    private static readonly IReadOnlyDictionary<string, string?> _wrongKey = new Dictionary<string, string?> { ["ROUTER_MAESTRO_API_KEY"] = "sk-wrong" };

    public IReadOnlyList<Step> Steps { get; } =
    [
        new("server show-key") { Out = $"^{ScenarioStage.Key}\n$" },
        new("server show-key --raw") { Out = $"^{ScenarioStage.Key}\n$" },

        new("key list") { Error = "^There are no named keys" },
        new("key add ci") { Out = @"^sk-rm-[A-Za-z0-9_-]{43}\n$", Error = "^The key 'ci' is valid now and shown this once" },
        new("key add other --json --quiet") { Out = "\"name\": \"other\"" },
        Step.Refused("key add ci", 1, "The gateway at {gateway} refuses: "),
        new("key list") { Out = "^Name   Created\nci " },
        new("key list --json") { Out = "\"name\": \"ci\"" },
        new("key revoke ci") { Out = "^Revoked 'ci'\\.\n$" },
        new("key revoke other --json") { Out = "\"revoked\": \"other\"" },
        Step.Refused("key revoke ci", 1, "The gateway at {gateway} refuses: "),
        new("key list", 1) { Variables = _wrongKey, Error = "^Error: The gateway at {gateway} refuses the key of ROUTER_MAESTRO_API_KEY, [^\n]*\n$" },

        new("auth list") { Error = "^Nothing is stored" },
        Step.Refused("auth login openai", 2, "'openai' needs a key: give it with --stdin, or run the command in a terminal."),
        Step.Refused("auth login", 2, "Name the provider: "),
        Step.Refused("auth login openai --api-key a --stdin", 2, "Give the key by --api-key or by --stdin, not by both."),
        new("auth login openai --stdin --no-verify") { Input = "sk-of-openai\n", Out = "^Stored the key of 'openai', untried\\.\n$" },
        new("auth login anthropic --api-key sk-of-anthropic --no-verify --json") { Out = "\"provider\": \"anthropic\"" },
        new("auth login github-copilot --no-browser")
        {
            Out = @"^Open http://\S+ and enter the code \S+\nLogged in to 'github-copilot'",
            Error = "^Waiting for the login",
            While = static async stage => stage.Copilot.ApproveLogin((await stage.Copilot.WaitForLoginAsync(1, CancellationToken.None)).UserCode),
        },
        new("auth list") { Out = "github-copilot +OAuth +Active" },
        new("auth list --json") { Out = "\"auth_type\": \"oauth\"" },
        new("model list") { Out = "github-copilot/" },
        new("auth logout openai") { Out = "^'openai' is logged out\\.\n$" },
        new("auth logout anthropic --json") { Out = "\"provider\": \"anthropic\"" },
        Step.Refused("auth logout opnai", 1, "Neither a key nor a login of 'opnai' is stored."),
    ];
}
