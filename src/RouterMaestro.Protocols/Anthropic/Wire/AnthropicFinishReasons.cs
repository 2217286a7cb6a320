using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Errors;

namespace RouterMaestro.Protocols.Anthropic.Wire;

/// <summary>Maps finish reasons to Anthropic's stop reasons.</summary>
internal static class AnthropicFinishReasons
{
    /// <summary>Reads a reason. Servers that speak the protocol of Anthropic may use the words of others; an unknown reason is read as a normal end.</summary>
    public static FinishReason Read(ReadOnlySpan<byte> reason) => reason switch
    {
        _ when reason.SequenceEqual("end_turn"u8) => FinishReason.Stop,
        _ when reason.SequenceEqual("pause_turn"u8) => FinishReason.Pause,
        _ => FinishReasonWords.Read(reason) ?? FinishReason.Stop,
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
