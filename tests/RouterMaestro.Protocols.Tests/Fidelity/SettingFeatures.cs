using static RouterMaestro.Protocols.Tests.Fidelity.FeatureReading;

namespace RouterMaestro.Protocols.Tests.Fidelity;

/// <summary>Features of the settings in requests.</summary>
internal static class SettingFeatures
{
    private const string Schema = """{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false}""";

    private const string Bounded = """{"type":"object","properties":{"a":{"type":"integer","minimum":1}},"required":["a"],"additionalProperties":false}""";
    private const string Map = """{"type":"object","properties":{"a":{"type":"object","additionalProperties":{"type":"string"}}},"required":["a"],"additionalProperties":false}""";

    public static IReadOnlyList<Feature> All { get; } =
    [
        ObservedRequest("structured output (JSON schema)", a => a.Settings.GetValueOrDefault("format"),
            $$"""{"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{{Schema}} } } }""",
            $$"""{"text":{"format":{"type":"json_schema","name":"n","schema":{{Schema}} } } }""",
            $$"""{"output_config":{"format":{"type":"json_schema","schema":{{Schema}} } } }"""),
        ObservedRequest("bounds in such a schema", a => a.Settings.GetValueOrDefault("format"),
            $$"""{"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{{Bounded}} } } }""",
            $$"""{"text":{"format":{"type":"json_schema","name":"n","schema":{{Bounded}} } } }""",
            null)
            .Because("messages", "Anthropic refuses them: they become words in the description, reported by name"),
        ObservedRequest("maps in such a schema", a => a.Settings.GetValueOrDefault("format"),
            $$"""{"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{{Map}} } } }""",
            $$"""{"text":{"format":{"type":"json_schema","name":"n","schema":{{Map}} } } }""",
            null),
        At("JSON mode", "response_format.type", "text.format.type", "tool_choice.name",
            """{"response_format":{"type":"json_object"}}""", """{"text":{"format":{"type":"json_object"}}}""", null)
            .Because("messages", "a forced tool, whose input returns as text; with other tools or thinking, an instruction"),
        At("effort of reasoning", "reasoning_effort", "reasoning.effort", "thinking.budget_tokens",
            """{"reasoning_effort":"medium"}""", """{"reasoning":{"effort":"medium"}}""", null)
            .Because("messages", "a budget if the model requires one (4096 tokens for `medium`), otherwise the effort"),
        At("budget of reasoning", "reasoning_effort", "reasoning.effort", "thinking.budget_tokens",
            null, null, """{"thinking":{"type":"enabled","budget_tokens":4096}}""")
            .Because("*", "the highest effort whose budget is not above it"),
        At("no reasoning", "reasoning_effort", "reasoning.effort", "thinking.type",
            """{"reasoning_effort":"none"}""", """{"reasoning":{"effort":"none"}}""", """{"thinking":{"type":"disabled"}}""")
            .Because("messages", "`disabled`, which is what `none` is there")
            .Because("messages→chat messages→responses", "left to the model: not every model can switch reasoning off") with { IsHarmless = true },
        At("adaptive reasoning", "reasoning_effort", "reasoning.summary", "thinking.type",
            null, null, """{"thinking":{"type":"adaptive"}}""")
            .Because("responses", "the model decides there; its summary is requested")
            .Because("chat", "the model decides there")
            with { IsHarmless = true },
        ObservedRequest("reasoning of another provider", a => a.ReasoningTexts.FirstOrDefault(),
            """{"messages":[{"role":"user","content":"hi"},{"role":"assistant","reasoning_content":"hm","content":"ok"},{"role":"user","content":"go"}]}""",
            """{"input":[{"role":"user","content":"hi"},{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"x"},{"role":"assistant","content":"ok"},{"role":"user","content":"go"}]}""",
            """{"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"s"},{"type":"text","text":"ok"}]},{"role":"user","content":"go"}]}""")
            .Because("*", "only its own provider accepts it; what came through the gateway is returned to that provider"),
        At("cache breakpoints", "messages.0.content.0.cache_control.type", "input.0.content.0.cache_control.type", "messages.0.content.0.cache_control.type",
            """{"messages":[{"role":"user","content":[{"type":"text","text":"hi","cache_control":{"type":"ephemeral"}}]}]}""",
            """{"input":[{"role":"user","content":[{"type":"input_text","text":"hi","cache_control":{"type":"ephemeral"}}]}]}""",
            """{"messages":[{"role":"user","content":[{"type":"text","text":"hi","cache_control":{"type":"ephemeral"}}]}]}""")
            .Because("*", "OpenAI caches by itself"),
        At("cache key", "prompt_cache_key", "prompt_cache_key", null, """{"prompt_cache_key":"k"}""", """{"prompt_cache_key":"k"}""", null)
            .Because("messages", "Anthropic caches at breakpoints"),
        At("most tokens", "max_completion_tokens", "max_output_tokens", "max_tokens", """{"max_completion_tokens":500}""", """{"max_output_tokens":500}""", """{"max_tokens":500}"""),
        At("temperature", "temperature", "temperature", "temperature", """{"temperature":0.5}""", """{"temperature":0.5}""", """{"temperature":0.5}"""),
        At("temperature above 1", "temperature", "temperature", "temperature", """{"temperature":1.5}""", """{"temperature":1.5}""", null)
            .Because("messages", "1, where the scale ends"),
        At("top_p", "top_p", "top_p", "top_p", """{"top_p":0.5}""", """{"top_p":0.5}""", """{"top_p":0.5}"""),
        At("top_k", "top_k", null, "top_k", """{"top_k":5}""", null, """{"top_k":5}""").Because("*", "there is no such setting"),
        At("stop sequences", "stop.0", null, "stop_sequences.0", """{"stop":["X"]}""", null, """{"stop_sequences":["X"]}""").Because("*", "there is no such setting"),
        At("penalties", "presence_penalty", null, null, """{"presence_penalty":0.5,"frequency_penalty":0.5}""", null, null).Because("*", "there is no such setting"),
        At("seed", "seed", null, null, """{"seed":7}""", null, null).Because("*", "there is no such setting"),
        At("logit bias", "logit_bias.1", null, null, """{"logit_bias":{"1":5}}""", null, null).Because("*", "there is no such setting"),
        At("several choices (n)", "n", null, null, """{"n":2}""", null, null).Because("*", "one response is returned"),
        At("logprobs", "top_logprobs", "top_logprobs", null, """{"logprobs":true,"top_logprobs":2}""", """{"top_logprobs":2}""", null)
            .Because("messages", "there is no such setting").Because("*", "responses of the other protocol have them in another place"),
        At("verbosity", "verbosity", "text.verbosity", null, """{"verbosity":"low"}""", """{"text":{"verbosity":"low"}}""", null).Because("messages", "there is no such setting"),
        At("user", "user", "user", "metadata.user_id", """{"user":"u"}""", """{"user":"u"}""", """{"metadata":{"user_id":"u"}}"""),
        At("metadata", "metadata.k", "metadata.k", null, """{"metadata":{"k":"v"}}""", """{"metadata":{"k":"v"}}""", null).Because("messages", "only the user's id is taken").Because("chat", "taken only with answers that are stored"),
        At("service tier", "service_tier", "service_tier", "service_tier", """{"service_tier":"flex"}""", """{"service_tier":"flex"}""", """{"service_tier":"standard_only"}""")
            .Because("*", "the tiers of OpenAI and Anthropic are not the same"),
        new Feature("stored answers", (_, document) => Find(document, "store") == "true" ? "true" : null).SaidAs("""{"store":true}""", """{"store":true}""", null).Because("*", "what is stored could not be found again through the gateway"),
        At("previous_response_id", null, "previous_response_id", null, null, """{"previous_response_id":"resp_1"}""", null).Because("*", "the provider that keeps the conversation is another; callers are told to send it whole"),
        At("background answers", null, "background", null, null, """{"background":true}""", null).Because("*", "the caller could not retrieve the response"),
        At("spoken answers", "modalities.1", null, null, """{"modalities":["text","audio"],"audio":{"voice":"alloy","format":"wav"}}""", null, null).Because("*", "there is no such setting"),
        At("streaming", "stream", "stream", "stream", """{"stream":true}""", """{"stream":true}""", """{"stream":true}"""),
    ];
}
