using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Protocols.Anthropic.Wire;

/// <summary>Maps finish reasons to Anthropic's stop reasons.</summary>
internal static class AnthropicFinishReasons
{
    /// <summary>Reads a reason. An unknown reason is read as a normal end.</summary>
    public static FinishReason Read(ReadOnlySpan<byte> reason) => reason switch
    {
        _ when reason.SequenceEqual("max_tokens"u8) || reason.SequenceEqual("model_context_window_exceeded"u8) => FinishReason.Length,
        _ when reason.SequenceEqual("tool_use"u8) => FinishReason.ToolCalls,
        _ when reason.SequenceEqual("refusal"u8) => FinishReason.ContentFilter,
        _ when reason.SequenceEqual("pause_turn"u8) => FinishReason.Pause,
        _ => FinishReason.Stop,
    };

    /// <summary>Writes a reason. A response with tool calls has <c>tool_use</c> and no other response has it.</summary>
    public static ReadOnlySpan<byte> Write(FinishReason finish, string? stopSequence, bool hasCalls) => finish switch
    {
        FinishReason.Length => "max_tokens"u8,
        FinishReason.ContentFilter => "refusal"u8,
        FinishReason.Pause => "pause_turn"u8,
        _ when stopSequence is not null => "stop_sequence"u8,
        _ => hasCalls ? "tool_use"u8 : "end_turn"u8,
    };
}
