namespace RouterMaestro.Cli.Tests.Executable.Scenarios;

/// <summary>Clients are set up, tried, put back, and run for once.</summary>
internal sealed class ClientScenario : IScenario
{
    private const string Claude =
        """
        #!/bin/sh
        read line
        echo "arguments: $*"
        echo "model: $ANTHROPIC_MODEL, $ANTHROPIC_DEFAULT_HAIKU_MODEL, address: $ANTHROPIC_BASE_URL, key: $ANTHROPIC_AUTH_TOKEN, input: $line"
        echo "complaint" >&2
        exit 7
        """;

    private static readonly Dictionary<string, string?> _path = new() { ["PATH"] = "{home}/bin:/usr/bin:/bin" };

    public IReadOnlyList<Step> Steps { get; } =
    [
        new("config") { Out = "^Usage: router-maestro config COMMAND" },
        new("config claude-code --level user --model lab/one --small-model lab/two --id-style qualified --statusline --auto-compact-window 150000 --dry-run")
        {
            Out = "\\+    \"CLAUDE_CODE_AUTO_COMPACT_WINDOW\": \"150000\"[\\s\\S]*Nothing is written",
        },
        new("config claude-code --level user --model lab/one --yes --check --json") { Out = "\"status\": \"written\"[\\s\\S]*\"ok\": true", Then = (stage, _) => stage.AssertFileAsync(".claude/settings.json", "\"ANTHROPIC_MODEL\": \"lab/one\"") },
        new("config claude-code --check") { Out = "token count +lab/one +\\d+ ms +works" },
        new("config undo claude-code --level user --force --json") { Out = "\"status\": \"removed\"" },
        new("config codex --level project --model lab/one --id-style official --dry-run --json") { Out = "\"status\": \"dry-run\"" },
        new("config codex --level user --model lab/one --yes --check") { Out = "turn +lab/one +\\d+ ms +works" },
        new("config undo codex") { Out = "is removed: there was none before" },
        new("config opencode --level user --model lab/one --small-model lab/two --yes --check --json") { Out = "\"request\": \"title\"" },
        new("config opencode --level project --model lab/one --dry-run") { Out = "\\{env:ROUTER_MAESTRO_API_KEY\\}", Error = "export ROUTER_MAESTRO_API_KEY=" },
        new("config undo opencode --quiet"),
        new("config copilot-cli --level user --model lab/one --yes --check") { Out = "COPILOT_PROVIDER_API_KEY_COMMAND", Error = "run '\\. {home}/\\.copilot/router-maestro\\.env' before 'copilot'" },
        new("config copilot-cli --level user --model lab/one --dry-run --json") { Out = "\"diff\": \"\"" },
        new("config undo copilot-cli") { Out = "is removed" },

        Step.Refused("run claude-code", 1, "Claude Code is not installed: 'npm install -g @anthropic-ai/claude-code' installs the program 'claude'.") with { Variables = new Dictionary<string, string?> { ["PATH"] = "/nowhere" } },
        new("config") { Out = "undo", Then = (stage, _) => stage.AddProgramAsync("claude", Claude) },
        new("run --model lab/one --small-model=lab/two claude-code -p --model x -- --quiet --help", 7)
        {
            Variables = _path,
            Input = "typed\n",
            Out = "^arguments: -p --model x -- --quiet --help\nmodel: lab/one, lab/two, address: {gateway}, key: sk-test-of-the-scenarios, input: typed\n$",
            Error = "^complaint\n$",
        },
        Step.Refused("run --model lab/none/x --small-model lab/two claude-code", 1, "The gateway would not serve the model 'lab/none/x'") with { Variables = _path },
        Step.Refused("run --small-model lab/two codex", 2, "Codex has no small model"),
        Step.Refused("run emacs", 2, "'emacs' is not a client"),
        Step.Refused("run --bogus claude-code", 2, "Unknown option '--bogus'"),
        Step.Refused("run", 2, "'router-maestro run' needs CLIENT"),
        Step.Refused("config gemini", 1, "Gemini CLI is not served yet"),
        Step.Refused("config codex --level user --model lap/one --yes", 1, "The gateway would not serve the model 'lap/one'"),
        Step.Refused("config undo codex --level project", 1, "There is nothing to undo for Codex at the level 'project'"),
    ];
}
