using System.Collections.Frozen;
using System.Text;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Protocols.Errors;

/// <summary>
/// The words with which models' servers say why a response ended, in whatever protocol: proxies pass the words of the vendor behind them. They are read
/// without regard to case, to a namespace before them (<c>FinishReason.MAX_TOKENS</c>) and to a remark behind them
/// (<c>function_call_filter: MALFORMED_FUNCTION_CALL</c>, Gemini's OpenAI endpoint, browser-use/browser-use#104).
/// </summary>
internal static class FinishReasonWords
{
    private const int MaxLength = 64;

    private static readonly FrozenDictionary<string, FinishReason> _ends = Names(
        // Anthropic: tool_use; Cohere: TOOL_CALL
        (FinishReason.ToolCalls, "tool_calls function_call tool_use tool_call"),

        // Gemini behind gateways (QwenLM/qwen-code#9884), Cohere and Anthropic: max_tokens; OpenAI Responses: max_output_tokens; Mistral: model_length;
        // z.ai (mozilla-ai/any-llm#1204) and Anthropic: model_context_window_exceeded; Cohere: ERROR_LIMIT; llama.cpp's /completion: limit
        (FinishReason.Length,
            "length max_tokens max_output_tokens max_completion_tokens max_new_tokens max_length model_length model_context_window_exceeded context_window_exceeded "
            + "context_length_exceeded token_limit error_limit limit truncated incomplete"),

        // Zhipu GLM (langgenius/dify#7559): sensitive; Gemini: SAFETY to OTHER (ai.google.dev/api/generate-content, FinishReason); Anthropic: refusal; Amazon
        // Bedrock: content_filtered and guardrail_intervened; Cohere: ERROR_TOXIC
        (FinishReason.ContentFilter,
            "content_filter content_filtered content_policy content_policy_violation content_moderation moderation sensitive safety recitation language blocklist "
            + "blocked prohibited_content spii image_safety image_prohibited_content image_recitation image_other refusal refused guardrail_intervened error_toxic other"));

    private static readonly FrozenDictionary<string, FailureKind> _failures = Names(
        // DeepSeek (api-docs.deepseek.com, chat completion): insufficient_system_resource
        (FailureKind.Overloaded, "insufficient_system_resource overloaded overloaded_error engine_overloaded server_overloaded"),

        // OpenRouter after its 200 (damianvtran/local-operator#223), Mistral and Cohere: error; vLLM (vllm-project/vllm#57082) and SGLang: abort; z.ai
        // (earendil-works/pi#2313): network_error; Gemini: a call that the model wrote wrongly; Bedrock: malformed_model_output and malformed_tool_use
        (FailureKind.ServerError,
            "error abort aborted network_error timeout timed_out cancelled canceled user_cancel failed failure server_error internal_error internal_server_error "
            + "malformed_function_call function_call_filter unexpected_tool_call too_many_tool_calls missing_thought_signature malformed_response malformed_model_output "
            + "malformed_tool_use no_image"),
        (FailureKind.RateLimited, "rate_limit rate_limited rate_limit_exceeded"));

    /// <summary>Reads a reason. An unknown one is a normal end, so that a complete response is not lost.</summary>
    /// <param name="reason">The value, escaped as in JSON; empty if there is none.</param>
    /// <returns>The reason; null if there is none.</returns>
    public static FinishReason? Read(ReadOnlySpan<byte> reason) =>
        reason.IsEmpty ? null : TryFind(_ends, reason, out var end) ? end : FinishReason.Stop;

    /// <summary>Returns the failure of a response that was broken off; null for any other end.</summary>
    /// <param name="reason">The value, escaped as in JSON; empty if there is none.</param>
    public static UpstreamFailure? FailureOf(ReadOnlySpan<byte> reason) => !reason.IsEmpty && TryFind(_failures, reason, out var kind)
        ? new(kind, $"The provider broke off with the finish reason '{Encoding.UTF8.GetString(reason)}'.")
        : null;

    /// <summary>Returns true if a server reports with a reason that it broke off.</summary>
    public static bool IsFailure(ReadOnlySpan<byte> reason) => !reason.IsEmpty && TryFind(_failures, reason, out _);

    private static FrozenDictionary<string, T> Names<T>(params ReadOnlySpan<(T Meaning, string Names)> groups)
    {
        Dictionary<string, T> names = [];
        foreach (var (meaning, list) in groups)
        {
            foreach (var name in list.Split(' '))
            {
                names.Add(name, meaning);
            }
        }

        return names.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    private static bool TryFind<T>(FrozenDictionary<string, T> names, ReadOnlySpan<byte> reason, out T? meaning)
    {
        var end = reason.IndexOf((byte)':');
        reason = end < 0 ? reason : reason[..end];
        reason = reason[(reason.LastIndexOf((byte)'.') + 1)..].Trim(" "u8);
        reason = reason.Length > 14 && Ascii.EqualsIgnoreCase(reason[..14], "finish_reason_"u8) ? reason[14..] : reason;
        Span<char> characters = stackalloc char[MaxLength];
        if (reason.Length <= MaxLength && Ascii.ToUtf16(reason, characters, out var length) == System.Buffers.OperationStatus.Done)
        {
            return names.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(characters[..length], out meaning);
        }

        meaning = default;
        return false;
    }
}
