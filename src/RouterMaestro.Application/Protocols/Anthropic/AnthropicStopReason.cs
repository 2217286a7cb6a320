using System.Text.Json;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Application.Protocols.Anthropic;

/// <summary>Why an answer ended, in Anthropic's words.</summary>
internal static class AnthropicStopReason
{
    /// <summary>Reads a reason; one that is not known yet counts as an ordinary end.</summary>
    public static FinishReason? Read(JsonElement reason) => reason.ValueKind != JsonValueKind.String ? null : reason.GetString() switch
    {
        "max_tokens" or "model_context_window_exceeded" => FinishReason.Length,
        "tool_use" => FinishReason.ToolCalls,
        "refusal" => FinishReason.ContentFilter,
        "pause_turn" => FinishReason.Pause,
        _ => FinishReason.Stop,
    };

    /// <summary>Names a reason. Clients run tools when they read <c>tool_use</c>, so calls and that word go together.</summary>
    public static ReadOnlySpan<byte> Write(FinishReason finish, string? stopSequence, bool hasCalls) => finish switch
    {
        FinishReason.Length => "max_tokens"u8,
        FinishReason.ContentFilter => "refusal"u8,
        FinishReason.Pause => "pause_turn"u8,
        _ when stopSequence is not null => "stop_sequence"u8,
        _ => hasCalls ? "tool_use"u8 : "end_turn"u8,
    };
}
