using System.Text;
using System.Text.Json.Nodes;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Cli.Tests.Executable.Scenarios;

/// <summary>The configurations of other programs are imported, and what they name serves calls.</summary>
internal sealed class ImportScenario : IScenario
{
    public IReadOnlyList<Step> Steps { get; } =
    [
        new("translate --from chat --to messages")
        {
            Input = """{"model":"m","messages":[{"role":"user","content":"Hi"}]}""",
            Out = "\"messages\"",
            Error = "",
            Then = (stage, _) => WriteFiles(stage),
        },
        new("import litellm {home}/work/config.yaml")
        {
            Out = "(?s)^{home}/work/config\\.yaml, for\\s+the\\s+gateway\\s+at\\s+{gateway}:.*providers\\.json:.*\"api_key_env\": \"RIG_KEY\".*Not carried over:.*Amazon Bedrock.*Nothing is written; --yes writes it\\.\n$",
            Then = (stage, output) => AssertNoSecret(stage, output),
        },
        new("import litellm {home}/work/config.yaml --json") { Out = "(?s)^{.*\"written\": false,.*\"not_carried_over\": \\[.*}\n$" },
        new("import litellm {home}/work/config.yaml -y")
        {
            Out = "Written: 1 provider and 1 routing setting\\. Try it with 'router-maestro model list'\\.\n$",
            Error = "^Warning: RIG_KEY is not set in the gateway's environment",
            Then = (stage, _) => AskAsync(stage, "quick", "tree"),
        },
        new("import litellm {home}/work/config.yaml --yes --quiet") { Out = "(?s)Stays as it is.*\n$" },
        new("import litellm {home}/work/config.yaml --yes --replace") { Out = "Written: 1 provider", Error = "RIG_KEY" },
        new("import claude-code-router {home}/work/ccr.json --yes --json") { Out = "(?s)^{.*\"written\": true,.*}\n$", Then = (stage, _) => AskAsync(stage, "claude-opus-4-5", "big") },
        new("import claude-code-router {home}/work/ccr.json --replace") { Out = "Nothing is written; --yes writes it\\.\n$" },
        new("import opencode {home}/work/opencode.jsonc --yes --replace") { Out = "Written: 1 provider", Then = (stage, _) => AskAsync(stage, "hut/main", "m-1") },
        new("import opencode {home}/work/opencode.jsonc --json") { Out = "\"written\": false" },
        new("explain router-maestro") { Out = "(?s)1\\. hut/m-1" },

        Step.Refused("import litellm {home}/work/nowhere.yaml", 1, "There is no file {home}/work/nowhere.yaml."),
        Step.Refused("import litellm {home}/work", 1, "{home}/work is a folder: name the file in it."),
        Step.Refused("import litellm {home}/work/ccr.json", 1, "{home}/work/ccr.json is no configuration of LiteLLM's proxy"),
        Step.Refused("import claude-code-router {home}/work/config.yaml", 1, "{home}/work/config.yaml is not valid JSON (line 1, byte 1)."),
        Step.Refused("import opencode {home}/work/ccr.json", 1, "{home}/work/ccr.json is no configuration of OpenCode with models"),
        Step.Refused("import litellm", 2, "'router-maestro import litellm' needs FILE"),
        Step.Refused("import opencode a --yse", 2, "Unknown option '--yse'. Did you mean '--yes'?"),
        Step.Refused("import portkey a", 2, "'portkey' is not a command of 'router-maestro import'"),
        Step.Refused("import litellm {home}/work/config.yaml", 1, "The gateway at {gateway} refuses the key of ROUTER_MAESTRO_ADMIN_KEY, ") with { Variables = new Dictionary<string, string?> { ["ROUTER_MAESTRO_ADMIN_KEY"] = "sk-wrong" } },
    ];

    private static async Task WriteFiles(ScenarioStage stage)
    {
        var folder = Path.Combine(stage.Folder, "work");
        var upstream = stage.Upstream.BaseUrl.ToString().TrimEnd('/');
        await File.WriteAllTextAsync(Path.Combine(folder, "config.yaml"), $$"""
            model_list:
              - { model_name: quick, litellm_params: { model: hosted_vllm/tree, api_base: "{{upstream}}", api_key: os.environ/RIG_KEY } }
              - { model_name: titan, litellm_params: { model: bedrock/titan, aws_secret_access_key: hidden-secret } }
            general_settings: { master_key: hidden-secret }
            """);
        await File.WriteAllTextAsync(Path.Combine(folder, "ccr.json"), $$"""
            {"APIKEY":"hidden-secret","Providers":[{"name":"nest","api_base_url":"{{upstream}}/chat/completions","api_key":"hidden-secret","models":["big"]}],"Router":{"default":"nest,big"} }
            """);
        await File.WriteAllTextAsync(Path.Combine(folder, "opencode.jsonc"), $$"""
            {"model":"hut/main", /* the usual one */ "provider":{"hut":{"npm":"@ai-sdk/openai-compatible","options":{"baseURL":"{{upstream}}"},"models":{"main":{"id":"m-1"} } } } }
            """);
    }

    private static Task AssertNoSecret(ScenarioStage stage, string output)
    {
        Assert.DoesNotContain("hidden-secret", output, StringComparison.Ordinal);
        Assert.DoesNotContain("quick", File.Exists(PrioritiesOf(stage)) ? File.ReadAllText(PrioritiesOf(stage)) : "", StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    private static string PrioritiesOf(ScenarioStage stage) => Path.Combine(Path.GetDirectoryName(stage.Home.ProvidersFile)!, "priorities.json");

    private static async Task AskAsync(ScenarioStage stage, string name, string model)
    {
        stage.Upstream.Enqueue(SimulatedResponse.Text("Served."));
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(stage.Gateway, "v1/messages"))
        {
            Content = new StringContent(
                new JsonObject { ["model"] = name, ["max_tokens"] = 64, ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "Hi" }) }.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("x-api-key", ScenarioStage.Key);
        using var response = await http.SendAsync(request);
        Assert.Contains("Served.", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(model, stage.Upstream.Calls[^1].Model);
        Assert.DoesNotContain("hidden-secret", await File.ReadAllTextAsync(stage.Home.ProvidersFile), StringComparison.Ordinal);
    }
}
