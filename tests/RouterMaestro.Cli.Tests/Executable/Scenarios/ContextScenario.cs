namespace RouterMaestro.Cli.Tests.Executable.Scenarios;

/// <summary>Gateways are added, chosen, tried, changed and removed.</summary>
internal sealed class ContextScenario : IScenario
{
    private static readonly IReadOnlyDictionary<string, string?> _variable = new Dictionary<string, string?> { ["ROUTER_MAESTRO_CONTEXT"] = "prod" };

    public IReadOnlyList<Step> Steps { get; } =
    [
        new("context list") { Out = "^   Name   Endpoint +API Key  Admin Key\n\\*  local  http://localhost:8080  stored   -\n$" },
        new("context list --json") { Out = "\"has_api_key\": true" },
        new("context current") { Out = "^local\n$" },
        new("context current --json") { Out = "\"current\": \"local\"" },
        new("context show") { Out = "^Context    local \\(current\\)\nEndpoint   http://localhost:8080\nCalls      {gateway}, which runs on this machine\nAPI key    [^\n]* from contexts.json\n" },
        new("context show local --json") { Out = "\"calls\": \"{gateway}\"" },
        new("context test") { Out = "Reachable  ✓ version [^\n]*\nAPI key    ✓ accepted, from contexts.json[^\n]*\nAdmin key  ✓ accepted" },
        new("context get-key") { Out = $"^{ScenarioStage.Key}\n$" },

        new("context add prod -e {gateway} --stdin") { Input = "sk-wrong\n", Out = "^Added 'prod' \\({gateway}\\)\\." },
        new("context add other --endpoint http://127.0.0.1:1 -k sk-a --admin-key sk-b --json") { Out = "\"admin_key_from\": \"contexts.json\"" },
        Step.Refused("context add prod -e {gateway}", 1, "There is a context 'prod' already: change it with 'router-maestro context update prod'."),
        Step.Refused("context add third", 2, "'router-maestro context add' needs --endpoint"),
        Step.Refused("context add third -e llm.example.com", 2, "--endpoint must be an http or https address"),
        Step.Refused("context add third -e {gateway} -k a --stdin", 2, "Give the key by --api-key or by --stdin, not by both."),
        new("context test prod", 1) { Out = "API key    ✗ failed", Error = "^Error: The gateway at {gateway} refuses the key of the context: [^\n]*\n$" },
        new("context test other --json", 1) { Out = "\"ok\": false", Error = "^Error: The server is not running at http://127\\.0\\.0\\.1:1\\.\n$" },
        Step.Refused("context test prdo", 1, "There is no context 'prdo'; 'router-maestro context list' shows all. Did you mean 'prod'?"),

        new("context set other --json") { Out = "\"is_current\": true" },
        Step.Refused("model list", 1, "The server is not running at http://127.0.0.1:1."),
        new("model list --context local") { Out = "lab/one" },
        new("context set prod") { Out = "^Commands now call 'prod' \\({gateway}\\)\\.\n$" },
        Step.Refused("model list", 1, "The gateway at {gateway} refuses the key of the context: store the right one with 'router-maestro context set-key'."),
        new("context set-key --stdin") { Input = ScenarioStage.Key + "\n", Out = "^Stored the key of 'prod'\\.\n$" },
        new("model list") { Out = "lab/one" },
        new("context set-key sk-admin --admin") { Out = "^Stored the admin key of 'prod'\\.\n$" },
        new("context get-key prod --admin --raw") { Out = "^sk-admin\n$" },
        Step.Refused("model list", 1, "The gateway at {gateway} refuses the key of the context"),
        new("context update prod --admin-key= --json") { Out = "\"admin_key_from\": \"contexts.json\"" },
        new("context update other -e {gateway}/ --stdin") { Input = ScenarioStage.Key, Out = "^Updated 'other' \\({gateway}\\)\\.\n$" },
        new("context update other --api-key=sk-c -q"),
        Step.Refused("context update other", 2, "Say what to change: "),
        Step.Refused("context update nobody -e {gateway}", 1, "There is no context 'nobody'"),
        Step.Refused("context set-key", 2, "Give the key as KEY or by --stdin, or run the command in a terminal."),
        Step.Refused("context set-key a --stdin", 2, "Give the key as KEY or by --stdin, not by both."),
        Step.Refused("context set-key --stdin", 1, "Standard input does not hold a key."),
        Step.Refused("context get-key nobody", 1, "There is no context 'nobody'"),
        Step.Refused("context get-key local --admin", 1, "The context 'local' has no admin key"),

        new("context remove other --json") { Out = "\"removed\": \"other\"" },
        new("model list") { Variables = _variable, Out = "lab/one" },
        new("context remove prod") { Out = "^Removed 'prod'; commands now call 'local', the gateway on this machine\\.\n$" },
        Step.Refused("context remove prod", 1, "There is no context 'prod'"),
        Step.Refused("context remove local", 1, "The context 'local' stands for the gateway on this machine and cannot be removed."),
        new("model list", 1) { Variables = _variable, Error = "^Error: [^\n]* has no context 'prod'; [^\n]*\n$" },
        Step.Refused("contxt list", 2, "'contxt' is not a command of 'router-maestro'"),
    ];
}
