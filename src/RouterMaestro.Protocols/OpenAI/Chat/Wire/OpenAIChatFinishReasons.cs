using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Errors;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Chat.Wire;

/// <summary>
/// Translates the values of <c>finish_reason</c>. Decoders and the repair of passthrough share this table, so that a caller learns the same
/// end of a response either way.
/// </summary>
internal static class OpenAIChatFinishReasons
{
    private static readonly byte[][] _standard = JsonNames.Of("stop", "tool_calls", "length", "content_filter", "function_call");

    /// <summary>Reads a finish reason. An unknown value is a normal end, so that a complete response is not lost.</summary>
    /// <param name="reason">The value, escaped as in JSON; empty if there is none.</param>
    /// <returns>The reason; null if there is none.</returns>
    public static FinishReason? Read(ReadOnlySpan<byte> reason) => reason.SequenceEqual("stop"u8) ? FinishReason.Stop : FinishReasonWords.Read(reason);

    /// <summary>Returns true for a value with which a server reports that it failed after the status 200.</summary>
    public static bool IsError(ReadOnlySpan<byte> reason) => FinishReasonWords.IsFailure(reason);

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
}
