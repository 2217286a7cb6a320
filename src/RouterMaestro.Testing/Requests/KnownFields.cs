using System.Text.Json;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Requests;

/// <summary>The fields that requests have at their top, and how a provider refuses others.</summary>
internal static class KnownFields
{
    private static readonly HashSet<string> _chat =
    [
        "audio", "frequency_penalty", "function_call", "functions", "logit_bias", "logprobs", "max_completion_tokens",
        "max_tokens", "messages", "metadata", "modalities", "model", "moderation", "n", "parallel_tool_calls", "prediction",
        "presence_penalty", "prompt_cache_key", "prompt_cache_options", "prompt_cache_retention", "reasoning_effort",
        "response_format", "safety_identifier", "seed", "service_tier", "stop", "store", "stream", "stream_options",
        "temperature", "tool_choice", "tools", "top_logprobs", "top_p", "user", "verbosity", "web_search_options",
    ];

    private static readonly HashSet<string> _messages =
    [
        "cache_control", "container", "context_management", "inference_geo", "max_tokens", "mcp_servers", "messages",
        "metadata", "model", "output_config", "output_format", "service_tier", "speed", "stop_sequences", "stream", "system",
        "temperature", "thinking", "thread", "tool_choice", "tools", "top_k", "top_p", "user_profile_id",
    ];

    private static readonly HashSet<string> _responses =
    [
        "background", "context_management", "conversation", "include", "input", "instructions", "max_output_tokens",
        "max_tool_calls", "metadata", "model", "moderation", "parallel_tool_calls", "previous_response_id", "prompt",
        "prompt_cache_key", "prompt_cache_options", "prompt_cache_retention", "reasoning", "safety_identifier", "service_tier",
        "store", "stream", "stream_options", "temperature", "text", "tool_choice", "tools", "top_logprobs", "top_p",
        "truncation", "user",
    ];

    public static SimulatedError? Violation(JsonElement body, WireProtocol protocol)
    {
        var isMessages = protocol == WireProtocol.AnthropicMessages;
        var known = isMessages ? _messages : protocol == WireProtocol.OpenAIResponses ? _responses : _chat;
        var stranger = body.EnumerateObject().Select(field => field.Name).FirstOrDefault(name => !known.Contains(name));
        return stranger is null ? null
            : isMessages ? SimulatedFault.Status(400, $"{stranger}: Extra inputs are not permitted")
            : protocol == WireProtocol.OpenAIResponses ? SimulatedFault.Status(400, $"Unknown parameter: '{stranger}'.").WithCode("unknown_parameter", stranger)
            : SimulatedFault.Status(400, $"Unrecognized request argument supplied: {stranger}").WithCode("unknown_parameter", stranger);
    }
}
