namespace RouterMaestro.Cli.Tests.Executable.Scenarios;

/// <summary>Providers are added, changed, tested and removed.</summary>
internal sealed class ProviderScenario : IScenario
{
    public IReadOnlyList<Step> Steps { get; } =
    [
        new("provider list") { Out = "lab +openai-compatible", Error = "^Note: github-copilot: log in" },
        new("provider list --quiet") { Out = "lab" },
        new("provider list --json") { Out = "\"name\": \"lab\"" },
        new("provider add hut --type openai-compatible --base-url {upstream} --header x-team=a --model tree --allow-unauthenticated --stream-usage=false --thinking=false --protocols chat --preset lm-studio")
        {
            Out = "^Added 'hut' \\(openai-compatible, {upstream}",
        },
        new("provider list") { Out = "hut +openai-compatible \\(lm-studio\\)", Error = "^Note: github-copilot: log in" },
        new("model list") { Out = "hut/tree" },
        new("provider test hut") { Out = "^'hut' lists \\d+ models? \\(\\d+ ms\\)\\." },
        new("provider test hut --json") { Out = "\"ok\": true" },
        new("provider set hut --header x-team= --header x-floor=2 --model bush --type openai-compatible --protocols chat,responses --allow-unauthenticated --stream-usage --thinking") { Out = "^Changed 'hut'" },
        new("provider set hut --base-url http://127.0.0.1:1/v1 --json") { Out = "\"base_url\": \"http://127.0.0.1:1/v1\"" },
        new("provider test hut", 1) { Error = "^Error: [^\n]*127\\.0\\.0\\.1:1[^\n]*\n$" },
        new("provider set hut --preset vllm --json") { Out = "\"preset\": \"vllm\"" },
        new("provider set hut --key-env HUT_KEY") { Out = "^Changed 'hut'", Error = "^Warning: [^\n]*HUT_KEY" },
        new("provider add nest -t anthropic-compatible --base-url {upstream} --key-env NEST_KEY --json") { Out = "\"name\": \"nest\"", Error = "^Warning: [^\n]*NEST_KEY" },
        new("provider remove nest --json") { Out = "\"removed\": \"nest\"" },
        new("provider remove hut") { Out = "^Removed 'hut'\\.\n$" },

        Step.Refused("provider remove hut", 1, "The gateway at {gateway} refuses: There is no provider 'hut'"),
        Step.Refused("provider set lab --preset abacus", 1, "The gateway at {gateway} refuses: providers.lab.options.preset must be one of vllm, sglang"),
        Step.Refused("provider set lab", 2, "Say what to change, such as --base-url or --key-env"),
        Step.Refused("provider add x --header foo", 2, "A header field is written NAME=VALUE, not 'foo'."),
        Step.Refused("provider add lab --type openai-compatible --base-url {upstream}", 1, "There is a provider 'lab' already: "),
    ];
}
