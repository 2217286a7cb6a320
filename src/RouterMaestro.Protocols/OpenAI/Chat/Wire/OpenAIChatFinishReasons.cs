using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Protocols.OpenAI.Chat.Wire;

/// <summary>The dialect's words for why an answer ended.</summary>
internal static class OpenAIChatFinishReasons
{
    /// <summary>Understands a word; an unknown one stands for a normal end, so that a good answer is kept.</summary>
    /// <param name="word">The word, escaped as in JSON; empty when nothing was said.</param>
    public static FinishReason? Read(ReadOnlySpan<byte> word) => word switch
    {
        _ when word.IsEmpty => null,
        _ when word.SequenceEqual("tool_calls"u8) || word.SequenceEqual("function_call"u8) => FinishReason.ToolCalls,
        _ when word.SequenceEqual("length"u8) || IsLength(word) => FinishReason.Length,
        _ when word.SequenceEqual("content_filter"u8) || word.SequenceEqual("sensitive"u8) => FinishReason.ContentFilter,
        _ => FinishReason.Stop,
    };

    /// <summary>Tells whether a word, used by some servers, says that the answer broke off.</summary>
    public static bool IsError(ReadOnlySpan<byte> word) => word.SequenceEqual("error"u8);

    /// <summary>Makes the reason fit what was answered: tools are to be called exactly when there are calls.</summary>
    public static FinishReason Resolve(FinishReason? said, bool hasCalls) => said switch
    {
        null or FinishReason.Stop or FinishReason.ToolCalls => hasCalls ? FinishReason.ToolCalls : FinishReason.Stop,
        { } reason => reason,
    };

    public static ReadOnlySpan<byte> Write(FinishReason finish) => finish switch
    {
        FinishReason.Length => "length"u8,
        FinishReason.ToolCalls => "tool_calls"u8,
        FinishReason.ContentFilter => "content_filter"u8,
        _ => "stop"u8,
    };

    /// <summary>Tells whether a word, used by some servers, says that the tokens ran out.</summary>
    private static bool IsLength(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("max_tokens"u8) || word.SequenceEqual("model_length"u8) || word.SequenceEqual("model_context_window_exceeded"u8);
}
