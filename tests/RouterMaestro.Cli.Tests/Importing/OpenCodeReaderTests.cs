namespace RouterMaestro.Cli.Tests.Importing;

/// <summary>What <c>opencode.json</c> means here.</summary>
public sealed class OpenCodeReaderTests
{
    [Fact]
    public void A_custom_provider_is_carried_over_with_names_limits_and_prices()
    {
        var plan = Plans.OpenCode("""
            {
              "$schema": "https://opencode.ai/config.json",
              "model": "lab/main", // the usual one
              "small_model": "{env:SMALL}",
              "provider": {
                "lab": {
                  "npm": "@ai-sdk/openai-compatible", "name": "Lab",
                  "options": { "baseURL": "https://llm.example.com/v1", "apiKey": "{env:LAB_KEY}" },
                  "models": {
                    "main": { "id": "m-1", "name": "Main", "limit": { "context": 200000, "output": 65536 }, "cost": { "input": 1.25, "output": 10, "cache_read": 0.125 } },
                    "tiny": {},
                  },
                },
              },
            }
            """, ("SMALL", "lab/tiny"));

        Assert.Equal(
            """{"type":"openai-compatible","baseURL":"https://llm.example.com/v1","options":{"api_key_env":"LAB_KEY"},"models":{"m-1":{"name":"Main","price":{"input":1.25,"output":10,"cache_read":0.125}},"tiny":{}}}""",
            plan.EntryOf("lab"));
        Assert.Equal(["lab/m-1"], plan.Priorities);
        Assert.Equal(("lab/m-1", "lab/tiny"), (plan.Aliases["lab/main"], plan.Aliases["small_model"]));
        Assert.Equal("""{"max_output_tokens":65536,"max_context_window_tokens":200000}""", plan.Limits["lab/m-1"].ToJsonString());
        Assert.Empty(plan.Omissions);
    }

    [Theory]
    [InlineData("openai", "{}", null, null, "")]
    [InlineData("anthropic", """{"options":{"baseURL":"https://api.anthropic.com/v1"}}""", null, null, "")]
    [InlineData("github-copilot", "{}", null, null, "")]
    [InlineData("groq", """{"models":{"x":{}}}""", "openai-compatible", "https://api.groq.com/openai/v1", "GROQ_API_KEY")]
    [InlineData("mine", """{"npm":"@ai-sdk/xai"}""", "openai-compatible", "https://api.x.ai/v1", "XAI_API_KEY")]
    [InlineData("mine", """{"npm":"@ai-sdk/anthropic","options":{"baseURL":"https://a.example.com/v1","apiKey":"sk-literal"}}""", "anthropic-compatible", "https://a.example.com/v1", "MINE_API_KEY")]
    [InlineData("mine", """{"npm":"@ai-sdk/openai","options":{"baseURL":"https://a.example.com/v1","apiKey":"{env:K}"}}""", "openai-compatible", "https://a.example.com/v1", "K")]
    [InlineData("ollama", """{"npm":"@ai-sdk/openai-compatible","options":{"baseURL":"http://localhost:11434/v1"},"models":{"q":{}}}""", "openai-compatible", "http://localhost:11434/v1", "")]
    public void The_package_and_the_address_say_what_a_provider_is(string name, string entry, string? type, string? address, string variable)
    {
        var plan = Plans.OpenCode($$$"""{"provider":{"{{{name}}}":{{{entry}}} }}""");

        var provider = Assert.Single(plan.Providers);
        Assert.Equal((name, type, address), (provider.Name, provider.Type, provider.BaseUrl));
        Assert.Equal(variable, string.Join(',', plan.Keys.Select(key => key.Variable).Where(_ => type is not null)));
        Assert.Empty(plan.Omissions);
    }

    [Theory]
    [InlineData("azure", "{}", "Azure")]
    [InlineData("amazon-bedrock", """{"options":{"region":"eu-west-1"}}""", "Amazon Bedrock")]
    [InlineData("google-vertex", "{}", "Vertex")]
    [InlineData("unheard-of", "{}", "does not know the provider")]
    [InlineData("mine", """{"npm":"my-own-package"}""", "that of 'my-own-package'")]
    public void What_the_gateway_cannot_call_is_named_with_the_reason(string name, string entry, string reason)
    {
        var plan = Plans.OpenCode($$$"""{"model":"{{{name}}}/x","provider":{"{{{name}}}":{{{entry}}} }}""");

        Assert.Contains(reason, plan.ReasonOf($"provider.{name}"));
        Assert.Empty(plan.Providers);
        Assert.Empty(plan.Priorities);
    }

    [Fact]
    public void Only_the_providers_that_the_file_enables_are_carried_over()
    {
        const string Providers = """
            "provider":{"a":{"npm":"@ai-sdk/openai-compatible","options":{"baseURL":"https://a.example.com/v1"}},"b":{"npm":"@ai-sdk/openai-compatible","options":{"baseURL":"https://b.example.com/v1"}}}
            """;

        Assert.Equal("b", Assert.Single(Plans.OpenCode($$"""{"disabled_providers":["a"],{{Providers}}}""").Providers).Name);
        var enabled = Plans.OpenCode($$"""{"enabled_providers":["a"],"model":"b/x",{{Providers}}}""");
        Assert.Equal("a", Assert.Single(enabled.Providers).Name);
        Assert.Contains("disables", enabled.ReasonOf("provider.b"));
        Assert.Contains("disables", enabled.ReasonOf("model"));
    }

    [Fact]
    public void No_setting_is_dropped_in_silence_and_no_secret_is_shown()
    {
        var plan = Plans.OpenCode("""
            {"model":"{env:UNSET}","theme":"x","mcp":{},"agent":{"a":{"model":"b/c"}},"wat":1,
             "provider":{
              "lab":{"npm":"@ai-sdk/openai-compatible","whitelist":["m"],
               "options":{"baseURL":"https://llm.example.com/v1","apiKey":"{file:~/key}","headers":{"Authorization":"Bearer hidden-1"},"timeout":false,"new":1},
               "models":{"m":{"tool_call":true,"options":{"x":1},"odd":1}}},
              "away":{"npm":"@ai-sdk/openai-compatible","options":{"baseURL":"{env:UNSET}/v1","apiKey":"hidden-2"}}}}
            """);

        Assert.Equal(
            [
                "agent", "mcp", "model", "provider.away.options.baseURL", "provider.lab.models.m.odd", "provider.lab.models.m.options", "provider.lab.models.m.tool_call", "provider.lab.options.apiKey",
                "provider.lab.options.headers", "provider.lab.options.new", "provider.lab.options.timeout", "provider.lab.whitelist", "theme", "wat",
            ],
            plan.Omissions.Select(omission => omission.Path).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("hidden", string.Join('\n', plan.Omissions.Select(o => o.Reason).Concat(plan.Notes).Append(plan.EntryOf("lab"))), StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_the_wrong_kind_is_named()
    {
        var plan = Plans.OpenCode("""
            {"provider":{"x":5,"y":{"options":{"baseURL":7}},"z":{"options":[],"models":true,"npm":1},"lab":{"npm":"@ai-sdk/openai-compatible","options":{"baseURL":"https://a.example/v1","apiKey":8},"models":{"m":1}}},
             "model":[],"small_model":{},"disabled_providers":"q","enabled_providers":3}
            """);

        Assert.Equal(
            [
                "disabled_providers", "enabled_providers", "model", "provider.lab.models.m", "provider.lab.options.apiKey", "provider.x", "provider.y.options.baseURL", "provider.z.models",
                "provider.z.npm", "provider.z.options", "small_model",
            ],
            plan.Omissions.Where(omission => omission.Reason.StartsWith("It must be ", StringComparison.Ordinal)).Select(omission => omission.Path).Order(StringComparer.Ordinal));
        Assert.Equal("It must be an object.", plan.ReasonOf("provider.x"));
        Assert.Equal("It must be a text.", plan.ReasonOf("model"));
        Assert.Contains("provider", Plans.OpenCode("""{"provider":[],"model":"openai/m"}""").Omissions.Select(omission => omission.Path));
    }

    [Theory]
    [InlineData("{}", "it has neither 'provider' nor 'model'")]
    [InlineData("""{"provider":{"a":1""", "is not valid JSON (line 1")]
    public void Another_text_is_refused(string text, string reason) => Assert.Contains(reason, Assert.Throws<FormatException>(() => Plans.OpenCode(text)).Message);
}
