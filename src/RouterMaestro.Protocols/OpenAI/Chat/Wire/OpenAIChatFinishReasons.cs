using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Protocols.OpenAI.Chat.Wire;

/// <summary>Translates the values of <c>finish_reason</c>.</summary>
internal static class OpenAIChatFinishReasons
{
    /// <summary>Reads a finish reason. An unknown value is a normal end, so that a complete response is not lost.</summary>
    /// <param name="reason">The value, escaped as in JSON; empty if there is none.</param>
    /// <returns>The reason; null if there is none.</returns>
    public static FinishReason? Read(ReadOnlySpan<byte> reason) => reason switch
    {
        _ when reason.IsEmpty => null,
        _ when reason.SequenceEqual("tool_calls"u8) || reason.SequenceEqual("function_call"u8) => FinishReason.ToolCalls,
        _ when reason.SequenceEqual("length"u8) || IsLength(reason) => FinishReason.Length,
        // Zhipu GLM ends filtered responses with "sensitive" (langgenius/dify#7559)
        _ when reason.SequenceEqual("content_filter"u8) || reason.SequenceEqual("sensitive"u8) => FinishReason.ContentFilter,
        _ => FinishReason.Stop,
    };

    /// <summary>
    /// Returns true for <c>error</c>, with which OpenRouter ends a choice whose model failed after the 200
    /// (damianvtran/local-operator#223) and which Mistral's API lists among its finish reasons.
    /// </summary>
    public static bool IsError(ReadOnlySpan<byte> reason) => reason.SequenceEqual("error"u8);

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

    /// <summary>
    /// Returns true for <c>model_length</c> (Mistral), <c>model_context_window_exceeded</c> (z.ai, mozilla-ai/any-llm#1204) and
    /// <c>max_tokens</c>.
    /// </summary>
    private static bool IsLength(ReadOnlySpan<byte> reason) =>
        reason.SequenceEqual("max_tokens"u8) || reason.SequenceEqual("model_length"u8) || reason.SequenceEqual("model_context_window_exceeded"u8);
}
