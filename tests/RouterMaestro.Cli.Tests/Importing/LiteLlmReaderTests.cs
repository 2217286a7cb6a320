using RouterMaestro.Cli.Importing.Plans;

namespace RouterMaestro.Cli.Tests.Importing;

/// <summary>What <c>config.yaml</c> of LiteLLM's proxy means here.</summary>
public sealed class LiteLlmReaderTests
{
    [Fact]
    public void A_server_of_ones_own_becomes_a_provider_with_its_models_limits_and_prices()
    {
        var plan = Plans.LiteLlm("""
            model_list:
              - model_name: quick
                litellm_params:
                  model: openai/org/small   # an id with a slash
                  api_base: https://llm.example.com/v1
                  api_key: os.environ/LAB_KEY
                  input_cost_per_token: 0.00000125
                  output_cost_per_token: 1e-05
                model_info: { max_input_tokens: 64000, max_output_tokens: 4096, cache_read_input_token_cost: 1.25e-7 }
            """);

        Assert.Equal(
            """{"type":"openai-compatible","baseURL":"https://llm.example.com/v1","options":{"api_key_env":"LAB_KEY"},"models":{"org/small":{"price":{"input":1.25,"output":10,"cache_read":0.125}}}}""",
            plan.EntryOf("llm.example.com"));
        Assert.Equal("llm.example.com/org/small", plan.Aliases["quick"]);
        Assert.Equal("""{"max_prompt_tokens":64000,"max_output_tokens":4096}""", plan.Limits["llm.example.com/org/small"].ToJsonString());
        Assert.Equal(new ImportedKey("llm.example.com", "LAB_KEY", "named in the file"), Assert.Single(plan.Keys));
        Assert.Empty(plan.Priorities);
        Assert.Empty(plan.Omissions);
    }

    [Theory]
    [InlineData("openai/gpt-5", "openai", null)]
    [InlineData("gpt-4o", "openai", null)]
    [InlineData("o3-mini", "openai", null)]
    [InlineData("openai/responses/gpt-5", "openai", null)]
    [InlineData("claude-sonnet-4-5", "anthropic", null)]
    [InlineData("anthropic/claude-sonnet-4-5", "anthropic", null)]
    [InlineData("github_copilot/gpt-4.1", "github-copilot", null)]
    [InlineData("groq/llama-3.3-70b-versatile", "groq", "https://api.groq.com/openai/v1")]
    [InlineData("together_ai/org/model", "together", "https://api.together.xyz/v1")]
    [InlineData("gemini/gemini-2.5-pro", "gemini", "https://generativelanguage.googleapis.com/v1beta/openai")]
    [InlineData("openrouter/anthropic/claude-sonnet-4", "openrouter", "https://openrouter.ai/api/v1")]
    [InlineData("ollama/llama3", "ollama", "http://localhost:11434/v1")]
    public void The_vendor_in_front_of_a_model_says_where_it_is(string model, string provider, string? address)
    {
        var plan = Plans.LiteLlm($"model_list: [{{ model_name: x, litellm_params: {{ model: {model} }} }}]");

        Assert.Equal(address, Assert.Single(plan.Providers, known => known.Name == provider).BaseUrl);
        Assert.Equal($"{provider}/{model.Split('/', 2)[^1].Replace("responses/", "", StringComparison.Ordinal)}", plan.Aliases["x"]);
        Assert.Empty(plan.Omissions);
    }

    [Theory]
    [InlineData("anthropic", "https://proxy.example.com/", "proxy.example.com", "anthropic-compatible", "https://proxy.example.com")]
    [InlineData("hosted_vllm", "http://10.0.0.7:8000/v1", "host-10.0.0.7-8000", "openai-compatible", "http://10.0.0.7:8000/v1")]
    [InlineData("openai", "http://localhost:8000", "local-8000", "openai-compatible", "http://localhost:8000")]
    [InlineData("ollama_chat", "http://gpu.lan:11434", "ollama", "openai-compatible", "http://gpu.lan:11434/v1")]
    [InlineData("groq", "https://groq-cache.example.com/v1", "groq-cache.example.com", "openai-compatible", "https://groq-cache.example.com/v1")]
    [InlineData("openai", "https://api.example.com/v1/chat/completions", "example.com", "openai-compatible", "https://api.example.com/v1")]
    public void An_address_makes_a_provider_of_its_own(string vendor, string address, string name, string type, string written)
    {
        var plan = Plans.LiteLlm($"model_list: [{{ model_name: x, litellm_params: {{ model: {vendor}/m, api_base: \"{address}\" }} }}]");

        var provider = Assert.Single(plan.Providers);
        Assert.Equal((name, type, written), (provider.Name, provider.Type, provider.BaseUrl));
    }

    [Theory]
    [InlineData("azure/gpt-4o-eu", "v1 address by hand")]
    [InlineData("bedrock/anthropic.claude-3", "Amazon Bedrock")]
    [InlineData("vertex_ai/gemini-2.5-pro", "Vertex AI")]
    [InlineData("sagemaker/my-endpoint", "SageMaker")]
    [InlineData("cohere/command-r", "Cohere")]
    [InlineData("text-completion-openai/gpt-3.5-turbo-instruct", "without a conversation")]
    [InlineData("unheard-of/model", "cannot be told")]
    [InlineData("some-model", "cannot be told")]
    [InlineData("hosted_vllm/m", "no 'api_base'")]
    public void What_the_gateway_cannot_call_is_named_with_the_reason(string model, string reason)
    {
        var plan = Plans.LiteLlm($"model_list: [{{ model_name: x, litellm_params: {{ model: {model}, api_key: sk-of-nobody }} }}]");

        Assert.Contains(reason, plan.ReasonOf("model_list[0]"));
        Assert.Empty(plan.Providers);
        Assert.Empty(plan.Aliases);
    }

    [Fact]
    public void Deployments_of_one_name_become_a_chain_in_the_order_that_the_file_asks_for()
    {
        var plan = Plans.LiteLlm("""
            model_list:
              - { model_name: m, litellm_params: { model: openai/a, api_base: "https://one.example.com/v1", order: 2 } }
              - { model_name: m, litellm_params: { model: openai/a, api_base: "https://two.example.com/v1", order: 1 } }
              - { model_name: m, litellm_params: { model: bedrock/a } }
            """);

        Assert.Equal("two.example.com/a", plan.Aliases["m"]);
        Assert.Equal(["two.example.com/a", "one.example.com/a"], plan.Priorities);
        Assert.Equal(1, plan.MaxRetries);
        Assert.Contains(plan.Notes, note => note.StartsWith("Calls are not spread over the deployments", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_keys_of_one_server_are_two_providers()
    {
        var plan = Plans.LiteLlm("""
            model_list:
              - { model_name: a, litellm_params: { model: openai/gpt-5, api_key: os.environ/FIRST } }
              - { model_name: b, litellm_params: { model: openai/gpt-5, api_key: os.environ/SECOND } }
              - { model_name: c, litellm_params: { model: openai/gpt-5, api_key: sk-literal-key-one } }
              - { model_name: d, litellm_params: { model: openai/gpt-5, api_key: sk-literal-key-two } }
            """);

        Assert.Equal("""{"options":{"api_key_env":"FIRST"}}""", plan.EntryOf("openai"));
        Assert.Equal(
            """{"type":"openai-compatible","baseURL":"https://api.openai.com/v1","options":{"api_key_env":"SECOND","protocols":["chat","responses"]},"models":{"gpt-5":{}}}""", plan.EntryOf("openai-2"));
        Assert.Equal(["openai", "openai-2", "openai-3", "openai-4"], plan.Providers.Select(provider => provider.Name));
        Assert.Equal("OPENAI_4_API_KEY", plan.Keys[3].Variable);
        Assert.Equal("openai-4/gpt-5", plan.Aliases["d"]);
    }

    [Fact]
    public void Wildcards_leave_the_list_of_models_to_the_provider()
    {
        var plan = Plans.LiteLlm("""
            model_list:
              - { model_name: "groq/*", litellm_params: { model: "groq/*", api_key: os.environ/GROQ_API_KEY } }
              - { model_name: "*", litellm_params: { model: "openai/*" } }
              - { model_name: "mine-*", litellm_params: { model: "anthropic/*" } }
              - { model_name: "claude-*", litellm_params: { model: anthropic/claude-sonnet-4-5 } }
              - { model_name: "a-*-b", litellm_params: { model: anthropic/claude-sonnet-4-5 } }
            """);

        Assert.Equal("""{"type":"openai-compatible","baseURL":"https://api.groq.com/openai/v1","options":{"api_key_env":"GROQ_API_KEY"}}""", plan.EntryOf("groq"));
        Assert.Null(plan.EntryOf("openai"));
        Assert.Contains("call the models of 'mine-*' as anthropic/NAME", plan.ReasonOf("model_list[2]"));
        Assert.Equal("anthropic/claude-sonnet-4-5", plan.Aliases["claude-*"]);
        Assert.Contains("'a-*-b' is no alias", plan.ReasonOf("model_list[4]"));
        Assert.Contains(plan.Notes, note => note.Contains("openai/NAME", StringComparison.Ordinal));
    }

    [Fact]
    public void Fallbacks_become_priorities_and_what_does_not_fit_is_said()
    {
        var plan = Plans.LiteLlm("""
            model_list:
              - { model_name: a, litellm_params: { model: openai/a } }
              - { model_name: b, litellm_params: { model: anthropic/b } }
              - { model_name: c, litellm_params: { model: groq/c } }
              - { model_name: "xai/*", litellm_params: { model: "xai/*" } }
            router_settings:
              fallbacks: [{ a: [b, xai/grok-4] }, { b: [a] }, { b: [gone] }]
              model_group_alias: { big: a, small: { model: c, hidden: true }, lost: gone }
            litellm_settings:
              context_window_fallbacks: [{ c: [a] }]
              content_policy_fallbacks: [{ c: [a] }]
              default_fallbacks: [small]
            """);

        Assert.Equal(["openai/a", "anthropic/b", "xai/grok-4", "groq/c"], plan.Priorities);
        Assert.Equal(2, plan.MaxRetries);
        Assert.Equal(("openai/a", "groq/c"), (plan.Aliases["big"], plan.Aliases["small"]));
        Assert.Contains("openai/a is no fallback of anthropic/b", plan.ReasonOf("router_settings.fallbacks[1].b"));
        Assert.StartsWith("'gone' is not carried over", plan.ReasonOf("router_settings.fallbacks[2].b"));
        Assert.Contains("not carried over", plan.ReasonOf("router_settings.model_group_alias.lost"));
        Assert.Contains("refusal", plan.ReasonOf("litellm_settings.content_policy_fallbacks"));
        Assert.Contains(plan.Notes, note => note.StartsWith("Fallbacks for long conversations", StringComparison.Ordinal));
    }

    [Fact]
    public void A_model_that_gets_other_fallbacks_than_it_had_is_named()
    {
        var plan = Plans.LiteLlm("""
            model_list:
              - { model_name: a, litellm_params: { model: openai/a } }
              - { model_name: b, litellm_params: { model: anthropic/b } }
              - { model_name: c, litellm_params: { model: groq/c } }
            router_settings:
              fallbacks: [{ a: [c] }, { b: [c] }]
              max_fallbacks: 1
            """);

        Assert.Equal(["openai/a", "anthropic/b", "groq/c"], plan.Priorities);
        Assert.Contains("openai/a falls back to anthropic/b.", plan.Notes);
        Assert.DoesNotContain(plan.Notes, note => note.StartsWith("anthropic/b falls back", StringComparison.Ordinal));
    }

    [Fact]
    public void No_setting_is_dropped_in_silence_and_no_secret_is_shown()
    {
        var plan = Plans.LiteLlm("""
            model_list:
              - model_name: m
                litellm_params: { model: openai/m, api_base: "https://x.example.com/v1", api_key: sk-secret-0123456789, rpm: 6, extra_headers: { x-key: hidden-1 }, surprise: 1 }
                model_info: { id: "1", supports_vision: true }
                tpm: 5
            router_settings: { routing_strategy: least-busy, redis_password: hidden-2, new_setting: 1 }
            litellm_settings: { drop_params: true, callbacks: [langfuse], num_retries: 3 }
            general_settings: { master_key: sk-hidden-3, database_url: "postgresql://u:hidden-4@h/d" }
            environment_variables: { LANGFUSE_SECRET: hidden-5 }
            guardrails: []
            """);

        Assert.Equal(
            [
                "environment_variables.LANGFUSE_SECRET", "general_settings.database_url", "general_settings.master_key", "guardrails", "litellm_settings.callbacks", "litellm_settings.drop_params",
                "litellm_settings.num_retries", "model_list[0].litellm_params.extra_headers", "model_list[0].litellm_params.rpm", "model_list[0].litellm_params.surprise",
                "model_list[0].model_info.supports_vision", "model_list[0].tpm", "router_settings.new_setting", "router_settings.redis_password", "router_settings.routing_strategy",
            ],
            plan.Omissions.Select(omission => omission.Path).Order(StringComparer.Ordinal));
        Assert.Equal(("X_EXAMPLE_COM_API_KEY", "the file holds the key itself, which is not copied"), (plan.Keys[0].Variable, plan.Keys[0].Reason));
        var shown = string.Join('\n', plan.Omissions.Select(o => o.ToString()).Concat(plan.Notes).Concat(plan.Keys.Select(k => k.ToString())).Append(plan.EntryOf("x.example.com")));
        Assert.DoesNotContain("hidden", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-secret", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Addresses_may_be_in_variables_and_keys_in_credentials()
    {
        const string Text = """
            x-shared: &shared { api_base: os.environ/LAB_URL, litellm_credential_name: lab }
            model_list:
              - { model_name: a, litellm_params: { <<: *shared, model: openai/a } }
              - { model_name: b, litellm_params: { model: openai/b, litellm_credential_name: absent } }
            credential_list:
              - { credential_name: lab, credential_values: { api_key: os.environ/LAB_KEY } }
            """;

        var plan = Plans.LiteLlm(Text, ("LAB_URL", "https://lab.example.com/v1"));
        Assert.Equal("""{"type":"openai-compatible","baseURL":"https://lab.example.com/v1","options":{"api_key_env":"LAB_KEY"},"models":{"a":{}}}""", plan.EntryOf("lab.example.com"));
        Assert.Contains("database", plan.ReasonOf("model_list[1].litellm_params.litellm_credential_name"));

        Assert.Contains("in the variable LAB_URL, which is not set here", Plans.LiteLlm(Text).ReasonOf("model_list[0]"));
    }

    [Fact]
    public void A_variable_with_a_key_of_the_gateway_is_for_no_provider()
    {
        var plan = Plans.LiteLlm("model_list: [{ model_name: x, litellm_params: { model: groq/m, api_key: os.environ/ROUTER_MAESTRO_API_KEY } }]");

        Assert.Equal("GROQ_API_KEY", Assert.Single(plan.Keys).Variable);
    }

    [Theory]
    [InlineData("model_list: [a", "is not valid YAML (line ")]
    [InlineData("general_settings: {}", "it has no list 'model_list'")]
    [InlineData("", "it has no list 'model_list'")]
    [InlineData("- a", "it has no list 'model_list'")]
    [InlineData("a: &a [x, x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\ne: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]\nmodel_list: [*e, *e, *e]", "holds too much")]
    public void Another_text_is_refused(string text, string reason) => Assert.Contains(reason, Assert.Throws<FormatException>(() => Plans.LiteLlm(text)).Message);
}
