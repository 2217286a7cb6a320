namespace RouterMaestro.Cli.Importing.LiteLlm;

/// <summary>Why settings of LiteLLM, as its documentation of October 2026 has them, cannot be carried over.</summary>
internal static class LiteLlmKeys
{
    private const string RateLimit = "Limits by rate are not kept here: a 429 of the provider opens the circuit of the model instead.";
    private const string Sampling = "Parameters of calls are the caller's: the gateway sets none.";
    private const string OwnServer = "It is about LiteLLM's own server, database or users.";
    private const string TimeLimit = "Time limits are set in 'timeouts' of priorities.json, with one of each kind for all models or for a provider.";
    private const string Retry = "Each candidate gets one retry here, where it may help.";
    private const string Balancing = "Calls go to the first healthy model of the plan; 'weighted' of 'fallback.strategy' draws by weights instead.";
    private const string Circuits = "Failures open circuits here, for times of their own.";
    private const string Unknown = "This import does not know it.";
    private const string NotNeeded = "It is not needed: fields that a provider cannot take are left out of translated requests, and named.";
    private const string Watching = "Calls are observed by the log, by meters and by the store of usage.";
    private const string Information = "What models can do is asked from the provider, or set in 'model_overrides'.";

    private static readonly Dictionary<string, string> _reasons = new(StringComparer.Ordinal)
    {
        ["rpm"] = RateLimit,
        ["tpm"] = RateLimit,
        ["max_parallel_requests"] = RateLimit,
        ["default_max_parallel_requests"] = RateLimit,
        ["max_budget"] = OwnServer,
        ["budget_duration"] = OwnServer,
        ["temperature"] = Sampling,
        ["top_p"] = Sampling,
        ["top_k"] = Sampling,
        ["max_tokens"] = Sampling,
        ["max_completion_tokens"] = Sampling,
        ["seed"] = Sampling,
        ["stop"] = Sampling,
        ["presence_penalty"] = Sampling,
        ["frequency_penalty"] = Sampling,
        ["reasoning_effort"] = Sampling,
        ["thinking"] = Sampling,
        ["extra_body"] = Sampling,
        ["response_format"] = Sampling,
        ["cache_control_injection_points"] = Sampling,
        ["timeout"] = TimeLimit,
        ["stream_timeout"] = TimeLimit,
        ["request_timeout"] = TimeLimit,
        ["num_retries"] = Retry,
        ["max_retries"] = Retry,
        ["retry_after"] = Retry,
        ["retry_policy"] = Retry,
        ["model_group_retry_policy"] = Retry,
        ["weight"] = Balancing,
        ["routing_strategy"] = Balancing,
        ["routing_strategy_args"] = Balancing,
        ["routing_groups"] = Balancing,
        ["allowed_fails"] = Circuits,
        ["allowed_fails_policy"] = Circuits,
        ["cooldown_time"] = Circuits,
        ["disable_cooldowns"] = Circuits,
        ["enable_pre_call_checks"] = Circuits,
        ["drop_params"] = NotNeeded,
        ["additional_drop_params"] = NotNeeded,
        ["modify_params"] = NotNeeded,
        ["allowed_openai_params"] = NotNeeded,
        ["merge_reasoning_content_in_choices"] = NotNeeded,
        ["callbacks"] = Watching,
        ["success_callback"] = Watching,
        ["failure_callback"] = Watching,
        ["service_callbacks"] = Watching,
        ["set_verbose"] = Watching,
        ["json_logs"] = Watching,
        ["turn_off_message_logging"] = Watching,
        ["telemetry"] = Watching,
        ["detailed_debug"] = Watching,
        ["content_policy_fallbacks"] = "No other model is tried after a refusal for its content.",
        ["master_key"] = "The gateway has a key of its own, which 'router-maestro server show-key' shows.",
        ["cache"] = "Responses are not cached here.",
        ["cache_params"] = "Responses are not cached here.",
        ["api_version"] = Unknown,
        ["organization"] = "It would be a header field of the provider: add it with 'provider set NAME --header OpenAI-Organization=…'.",
        ["extra_headers"] = "Header fields may hold secrets: add those that do not with 'provider set NAME --header NAME=VALUE'.",
        ["headers"] = "Header fields may hold secrets: add those that do not with 'provider set NAME --header NAME=VALUE'.",
        ["tags"] = "Calls are not routed by tags here.",
        ["enable_tag_filtering"] = "Calls are not routed by tags here.",
        ["include"] = "Other files are not read: import them one by one.",
        ["guardrails"] = "Guardrails are code here, such as a stream guard.",
        ["mcp_servers"] = "Tools are the client's: the gateway runs none.",
        ["environment_variables"] = "Set them in the gateway's environment.",
    };

    /// <summary>Gets why a setting of a model cannot be carried over.</summary>
    public static string OfParameter(string key) => key.StartsWith("mock_", StringComparison.Ordinal) ? "It is for tests of LiteLLM." : _reasons.GetValueOrDefault(key, Unknown);

    /// <summary>Gets why a fact about a model cannot be carried over.</summary>
    public static string OfInformation(string key) => key.StartsWith("supports_", StringComparison.Ordinal) ? Information : "It is for LiteLLM's own bookkeeping.";

    /// <summary>Gets why a setting of a section cannot be carried over.</summary>
    public static string OfSection(string section, string key) => _reasons.GetValueOrDefault(key, section == "general_settings" || key.StartsWith("redis_", StringComparison.Ordinal) ? OwnServer : Unknown);

    /// <summary>Gets why a section cannot be carried over.</summary>
    public static string OfRoot(string key) => _reasons.GetValueOrDefault(key, "The gateway has no counterpart of it.");
}
