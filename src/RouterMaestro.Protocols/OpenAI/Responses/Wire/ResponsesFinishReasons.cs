using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Errors;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.RequestScanning;

namespace RouterMaestro.Protocols.OpenAI.Responses.Wire;

/// <summary>Maps finish reasons to the status, the incomplete details and the calls of a response.</summary>
internal static class ResponsesFinishReasons
{
    /// <summary>
    /// Reads the reason of a passthrough response; null if it has not ended, or has failed. A response without a status counts as
    /// complete.
    /// </summary>
    public static FinishReason? Read(in ResponsesFrameMap map, ReadOnlySpan<byte> response)
    {
        var status = ResponsesFrameMap.SpanOf(map.Status, response);
        if (status.SequenceEqual("\"incomplete\""u8))
        {
            var details = ResponsesFrameMap.SpanOf(map.Incomplete, response);
            return Incomplete(MemberProbe.TryFind(details, "reason"u8, out var reason) ? ResponsesFrameMap.SpanOf(reason, details).Trim((byte)'"') : default);
        }

        return status.IsEmpty || status.StartsWith("\"complete"u8) ? Completed(HasCalls(ResponsesFrameMap.SpanOf(map.Output, response))) : null;
    }

    /// <summary>Reads the reason of an incomplete response.</summary>
    public static FinishReason Incomplete(ReadOnlySpan<byte> reason) =>
        FinishReasonWords.Read(reason) == FinishReason.ContentFilter ? FinishReason.ContentFilter : FinishReason.Length;

    /// <summary>Returns the reason of a complete response: tool calls if it has calls, otherwise a normal end.</summary>
    public static FinishReason Completed(bool hasCalls) => hasCalls ? FinishReason.ToolCalls : FinishReason.Stop;

    /// <summary>Returns the reason in the incomplete details; empty if the response is complete.</summary>
    public static ReadOnlySpan<byte> Reason(FinishReason finish) => finish switch
    {
        FinishReason.Length => "max_output_tokens"u8,
        FinishReason.ContentFilter => "content_filter"u8,
        _ => default,
    };

    private static bool HasCalls(ReadOnlySpan<byte> output)
    {
        var items = new ElementScanner(output);
        while (items.Read())
        {
            if (ResponsesItemTypes.IsCall(items.Element))
            {
                return true;
            }
        }

        return false;
    }
}
