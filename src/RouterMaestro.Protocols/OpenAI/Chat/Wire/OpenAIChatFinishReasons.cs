using System.Text;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Chat.Wire;

/// <summary>
/// Translates the values of <c>finish_reason</c>. Decoders and the repair of passthrough share this table, so that a caller learns the same
/// end of a response either way.
/// </summary>
internal static class OpenAIChatFinishReasons
{
    private static readonly byte[][] _standard = JsonNames.Of("stop", "tool_calls", "length", "content_filter", "function_call");

    // Anthropic: tool_use; Cohere: TOOL_CALL
    private static readonly byte[][] _toolCalls = JsonNames.Of("tool_calls", "function_call", "tool_use", "tool_call");

    // Gemini behind gateways (QwenLM/qwen-code#9884), Cohere and Anthropic: max_tokens; OpenAI Responses: max_output_tokens;
    // Mistral: model_length; z.ai (mozilla-ai/any-llm#1204): model_context_window_exceeded
    private static readonly byte[][] _length = JsonNames.Of("length", "max_tokens", "max_output_tokens", "model_length", "model_context_window_exceeded");

    // Zhipu GLM (langgenius/dify#7559): sensitive; Gemini: safety to image_safety; Anthropic: refusal; Amazon Bedrock: content_filtered and
    // guardrail_intervened; Cohere: ERROR_TOXIC
    private static readonly byte[][] _contentFilter = JsonNames.Of(
        "content_filter", "sensitive", "safety", "recitation", "blocklist", "prohibited_content", "spii", "image_safety", "refusal", "content_filtered",
        "guardrail_intervened", "error_toxic");

    // OpenRouter after its 200 (damianvtran/local-operator#223), Mistral and Cohere: error; vLLM (vllm-project/vllm#57082): abort; DeepSeek:
    // insufficient_system_resource; z.ai (earendil-works/pi#2313): network_error
    private static readonly byte[][] _errors = JsonNames.Of("error", "abort", "insufficient_system_resource", "network_error");

    /// <summary>Reads a finish reason. An unknown value is a normal end, so that a complete response is not lost.</summary>
    /// <param name="reason">The value, escaped as in JSON; empty if there is none.</param>
    /// <returns>The reason; null if there is none.</returns>
    public static FinishReason? Read(ReadOnlySpan<byte> reason) =>
        reason.IsEmpty ? null
        : reason.SequenceEqual("stop"u8) ? FinishReason.Stop
        : IsIn(_toolCalls, reason) ? FinishReason.ToolCalls
        : IsIn(_length, reason) ? FinishReason.Length
        : IsIn(_contentFilter, reason) ? FinishReason.ContentFilter
        : FinishReason.Stop;

    /// <summary>Returns true for a value with which a server reports that it failed after the status 200.</summary>
    public static bool IsError(ReadOnlySpan<byte> reason) => IsIn(_errors, reason);

    /// <summary>Returns true for a value of OpenAI's API. Clients may reject any other one: OpenAI for .NET 2.15.0 throws.</summary>
    public static bool IsStandard(ReadOnlySpan<byte> reason)
    {
        foreach (var name in _standard)
        {
            if (reason.SequenceEqual(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Makes the reason fit the content: a normal end is <see cref="FinishReason.ToolCalls"/> if there are calls, otherwise <see cref="FinishReason.Stop"/>.</summary>
    public static FinishReason Resolve(FinishReason? finish, bool hasCalls) => finish switch
    {
        null or FinishReason.Stop or FinishReason.ToolCalls => hasCalls ? FinishReason.ToolCalls : FinishReason.Stop,
        { } other => other,
    };

    /// <summary>Returns the value of a reason.</summary>
    public static ReadOnlySpan<byte> Write(FinishReason finish) => finish switch
    {
        FinishReason.Length => "length"u8,
        FinishReason.ToolCalls => "tool_calls"u8,
        FinishReason.ContentFilter => "content_filter"u8,
        _ => "stop"u8,
    };

    // Gemini and Cohere write their values in capitals
    private static bool IsIn(byte[][] names, ReadOnlySpan<byte> reason)
    {
        foreach (var name in names)
        {
            if (Ascii.EqualsIgnoreCase(name, reason))
            {
                return true;
            }
        }

        return false;
    }
}
