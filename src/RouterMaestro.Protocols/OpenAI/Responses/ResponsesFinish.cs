using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.RequestScanning;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>Why an answer ended, which the dialect says by its status, by what it lacks, and by what stands in its output.</summary>
internal static class ResponsesFinish
{
    /// <summary>Reads it from an answer that passes untouched; null when it has not ended, or failed.</summary>
    public static FinishReason? Read(in ResponsesMap map, ReadOnlySpan<byte> response)
    {
        var status = ResponsesMap.SliceOf(map.Status, response);
        if (status.SequenceEqual("\"incomplete\""u8))
        {
            return MemberProbe.Is(ResponsesMap.SliceOf(map.Incomplete, response), "reason"u8, "\"content_filter\""u8)
                ? FinishReason.ContentFilter
                : FinishReason.Length;
        }

        return status.IsEmpty || status.StartsWith("\"complete"u8) ? Completed(HasCalls(ResponsesMap.SliceOf(map.Output, response))) : null;
    }

    /// <summary>Reads the reason of an answer that is incomplete.</summary>
    public static FinishReason Incomplete(string? reason) => reason == "content_filter" ? FinishReason.ContentFilter : FinishReason.Length;

    /// <summary>Gets the reason of an answer that is complete: tools are to be called exactly when there are calls.</summary>
    public static FinishReason Completed(bool hasCalls) => hasCalls ? FinishReason.ToolCalls : FinishReason.Stop;

    /// <summary>Tells why an answer is incomplete, as the dialect says it; empty when it is complete.</summary>
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
