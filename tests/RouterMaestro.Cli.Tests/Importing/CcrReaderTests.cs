namespace RouterMaestro.Cli.Tests.Importing;

/// <summary>What <c>config.json</c> of claude-code-router means here.</summary>
public sealed class CcrReaderTests
{
    [Theory]
    [InlineData("https://llm.example.com/v1/chat/completions", "openai-compatible", "https://llm.example.com/v1", "")]
    [InlineData("https://llm.example.com/v1/messages", "anthropic-compatible", "https://llm.example.com", "")]
    [InlineData("https://llm.example.com/v1/responses", "openai-compatible", "https://llm.example.com/v1", ""","protocols":["responses"]""")]
    [InlineData("https://llm.example.com/api/v3", "openai-compatible", "https://llm.example.com/api/v3", "")]
    [InlineData("https://generativelanguage.googleapis.com/v1beta/models/", "openai-compatible", "https://generativelanguage.googleapis.com/v1beta/openai", "")]
    public void The_address_of_an_operation_becomes_a_base_address(string address, string type, string written, string protocols)
    {
        var plan = Plans.Ccr($$$"""{"Providers":[{"name":"lab","api_base_url":"{{{address}}}","api_key":"$LAB_KEY","models":["org/m"]}]}""");

        Assert.Equal($$$$"""{"type":"{{{{type}}}}","baseURL":"{{{{written}}}}","options":{"api_key_env":"LAB_KEY"{{{{protocols}}}}},"models":{"org/m":{}}}""", plan.EntryOf("lab"));
        Assert.Empty(plan.Omissions);
    }

    [Fact]
    public void Routes_become_aliases_for_the_names_that_Claude_Code_sends()
    {
        var plan = Plans.Ccr("""
            {
              // written by hand
              "Providers": [
                { "name": "lab", "api_base_url": "https://llm.example.com/v1/chat/completions", "api_key": "${LAB_KEY}", "models": ["big", "small"] },
              ],
              "Router": { "think": "lab,big-thinking", "background": "lab,small", "default": "lab,big", "longContext": "lab, long", "longContextThreshold": 60000, "webSearch": "", "image": "gone,x" },
              "fallback": { "default": ["lab,small", "gone,y"], "webSearch": ["lab,big"] },
            }
            """);

        Assert.Equal(
            [
                ("claude-*", "lab/big"), ("claude-haiku-*", "lab/small"), ("claude-3-5-haiku-*", "lab/small"), ("background", "lab/small"), ("think", "lab/big-thinking"), ("longContext", "lab/long"),
            ],
            plan.Aliases.Select(alias => (alias.Key, alias.Value)).OrderBy(alias => alias.Key switch { "claude-*" => 0, "claude-haiku-*" => 1, "claude-3-5-haiku-*" => 2, "background" => 3, "think" => 4, _ => 5 }));
        Assert.Equal(["lab/big", "lab/small"], plan.Priorities);
        Assert.Equal(1, plan.MaxRetries);
        Assert.Equal("""{"big":{},"big-thinking":{},"long":{},"small":{}}""", System.Text.Json.Nodes.JsonNode.Parse(plan.EntryOf("lab")!)!["models"]!.ToJsonString());
        Assert.Contains("clients can name 'think'", plan.ReasonOf("Router.think"));
        Assert.Contains("'gone' is not carried over", plan.ReasonOf("Router.image"));
        Assert.Contains("'gone' is not carried over", plan.ReasonOf("fallback.default"));
        Assert.Contains("too long for the known window", plan.ReasonOf("Router.longContextThreshold"));
    }

    [Theory]
    [InlineData("$LAB_KEY", "LAB_KEY", "named in the file")]
    [InlineData("${lab_key}", "lab_key", "named in the file")]
    [InlineData("$ecret-of-somebody", "LAB_API_KEY", "the file holds the key itself, which is not copied")]
    public void A_key_is_a_reference_only_in_the_form_of_one(string key, string variable, string reason)
    {
        var plan = Plans.Ccr($$"""{"Providers":[{"name":"lab","api_base_url":"https://llm.example.com/v1/chat/completions","api_key":"{{key}}","models":["m"]}]}""");

        Assert.Equal((variable, reason), (Assert.Single(plan.Keys).Variable, plan.Keys[0].Reason));
    }

    [Fact]
    public void The_second_form_of_the_documentation_is_read_too()
    {
        var plan = Plans.Ccr("""{"Providers":[{"NAME":"groq","HOST":"https://api.groq.com/openai/v1","APIKEY":"gsk-literal-0123456789","MODELS":["llama"],"transformers":["anthropic"]}]}""");

        Assert.Equal("""{"type":"openai-compatible","baseURL":"https://api.groq.com/openai/v1","options":{"api_key_env":"GROQ_API_KEY"},"models":{"llama":{}}}""", plan.EntryOf("groq"));
        Assert.Contains("translates between the protocols itself", plan.ReasonOf("Providers[0].transformers.anthropic"));
    }

    [Fact]
    public void A_built_in_provider_needs_no_entry_and_its_name_is_not_for_another_server()
    {
        var plan = Plans.Ccr("""
            {"Providers":[
              {"name":"anthropic","api_base_url":"https://api.anthropic.com/v1/messages","api_key":"$ANTHROPIC_API_KEY","models":["claude-x"]},
              {"name":"openai","api_base_url":"https://proxy.example.com/v1/chat/completions","api_key":"$PROXY_KEY","models":["gpt-x"]},
              {"name":"301/ai","api_base_url":"https://301.example.com/v1/chat/completions","api_key":"sk-literal","models":["m"]}],
             "Router":{"default":"openai,gpt-x"}}
            """);

        Assert.Null(plan.EntryOf("anthropic"));
        Assert.Contains("https://proxy.example.com/v1", plan.EntryOf("proxy.example.com"));
        Assert.Equal("proxy.example.com/gpt-x", plan.Aliases["claude-*"]);
        Assert.Equal("PROVIDER_301_AI_API_KEY", Assert.Single(plan.Keys, key => key.Provider == "301-ai").Variable);
    }

    [Fact]
    public void No_setting_is_dropped_in_silence_and_no_secret_is_shown()
    {
        var plan = Plans.Ccr("""
            {"APIKEY":"hidden-1","HOST":"0.0.0.0","PROXY_URL":"http://u:hidden-2@proxy","API_TIMEOUT_MS":600000,"CUSTOM_ROUTER_PATH":"$HOME/r.js","StatusLine":{},"transformers":[{"path":"x.js"}],"OTHER":1,
             "Providers":[
              {"name":"local","api_base_url":"http://localhost:1234/v1/chat/completions","api_key":"hidden-3","models":["m"],
               "transformer":{"use":["deepseek",["maxtoken",{"max_tokens":5}],"mine"],"m":{"use":["tooluse"]}},"extra":1},
              {"name":"vertex","api_base_url":"https://us-east5-aiplatform.googleapis.com","api_key":"x","models":["m"],"transformer":{"use":["vertex-gemini"]}},
              {"name":"azure","api_base_url":"https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-10-21","api_key":"x","models":["m"]},
              {"name":"off","enabled":false,"api_base_url":"https://off.example.com/v1/chat/completions","models":["m"]},
              {"name":"unset","api_base_url":"$UNSET_URL","models":["m"]}, {"api_base_url":"https://a"}]}
            """);

        Assert.Equal(
            [
                "APIKEY", "API_TIMEOUT_MS", "CUSTOM_ROUTER_PATH", "HOST", "OTHER", "PROXY_URL", "Providers[0].extra", "Providers[0].transformer.m.use.tooluse", "Providers[0].transformer.use.deepseek",
                "Providers[0].transformer.use.maxtoken", "Providers[0].transformer.use.mine", "Providers[1]", "Providers[2]", "Providers[3]", "Providers[4]", "Providers[5]", "StatusLine", "transformers",
            ],
            plan.Omissions.Select(omission => omission.Path).Order(StringComparer.Ordinal));
        Assert.Equal("local", Assert.Single(plan.Providers).Name);
        Assert.Empty(plan.Keys);
        Assert.Contains(plan.Notes, note => note.Contains("If it wants one, set LOCAL_API_KEY.", StringComparison.Ordinal));
        Assert.DoesNotContain("hidden", string.Join('\n', plan.Omissions.Select(o => o.Reason).Concat(plan.Notes).Append(plan.EntryOf("local"))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Providers":[""", "is not valid JSON (line 1")]
    [InlineData("""{"provider":{}}""", "it has no list 'Providers'")]
    [InlineData("""{"Providers":[],"Providers":[]}""", "names a member twice")]
    [InlineData("[]", "it has no list 'Providers'")]
    public void Another_text_is_refused(string text, string reason) => Assert.Contains(reason, Assert.Throws<FormatException>(() => Plans.Ccr(text)).Message);
}
