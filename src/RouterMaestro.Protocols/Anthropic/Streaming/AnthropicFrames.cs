using System.Buffers;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Anthropic.Wire;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.Anthropic.Streaming;

/// <summary>Writes the frames of an Anthropic stream from prebuilt bytes.</summary>
internal static class AnthropicFrames
{
    /// <summary>The maximum number of bytes that <see cref="DeltaHead"/> needs.</summary>
    public const int MaxHead = 160;

    public static ReadOnlySpan<byte> DeltaTail => "\"}}\n\n"u8;

    public static void MessageStart(IBufferWriter<byte> output, ResponseIdentity identity, TokenUsage? usage)
    {
        output.Write("event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":"u8);
        output.Write(JsonText.FromString(AnthropicIds.Message(identity)).Quoted.Span);
        output.Write(",\"type\":\"message\",\"role\":\"assistant\",\"model\":"u8);
        output.Write(JsonText.FromString(identity.Model).Quoted.Span);
        output.Write(",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"stop_details\":null,\"container\":null,\"context_management\":null,\"usage\":"u8);
        AnthropicUsageWriter.WriteFirst(output, (usage ?? TokenUsage.Zero) with { Output = 0, Reasoning = 0 });
        output.Write("}}\n\n"u8);
    }

    /// <summary>Writes the start of a block that is not a tool call.</summary>
    public static void BlockStart(IBufferWriter<byte> output, int block, PartKind kind, ReadOnlySpan<byte> data)
    {
        BlockStart(output, block);
        switch (kind)
        {
            case PartKind.Reasoning:
                output.Write("{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}}\n\n"u8);
                break;
            case PartKind.RedactedReasoning:
                output.Write("{\"type\":\"redacted_thinking\",\"data\":\""u8, data, DeltaTail);
                break;
            default:
                output.Write("{\"type\":\"text\",\"text\":\"\",\"citations\":[]}}\n\n"u8);
                break;
        }
    }

    public static void ToolStart(IBufferWriter<byte> output, int block, ReadOnlySpan<byte> callId, ReadOnlySpan<byte> name)
    {
        BlockStart(output, block);
        output.Write("{\"type\":\"tool_use\",\"id\":\""u8, callId, "\",\"name\":\""u8);
        output.Write(name);
        output.Write("\",\"input\":{},\"caller\":{\"type\":\"direct\"}}}\n\n"u8);
    }

    /// <summary>Builds the bytes before the text of each delta of a block.</summary>
    /// <returns>Its length.</returns>
    public static int DeltaHead(Span<byte> head, int block, PartKind kind) => Head(head, block, kind switch
    {
        PartKind.ToolCall => "input_json_delta\",\"partial_json\":\""u8,
        PartKind.Reasoning => "thinking_delta\",\"thinking\":\""u8,
        _ => "text_delta\",\"text\":\""u8,
    });

    public static void SignatureDelta(IBufferWriter<byte> output, int block, ReadOnlySpan<byte> signature)
    {
        Span<byte> head = stackalloc byte[MaxHead];
        var length = Head(head, block, "signature_delta\",\"signature\":\""u8);
        output.Write(head[..length], signature, DeltaTail);
    }

    public static void BlockStop(IBufferWriter<byte> output, int block)
    {
        output.Write("event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":"u8);
        output.Write(block);
        output.Write("}\n\n"u8);
    }

    /// <summary>Writes the end of the message: the stop reason and the usage, then <c>message_stop</c>.</summary>
    public static void MessageEnd(IBufferWriter<byte> output, ChatEvent.Completed completed, TokenUsage usage, bool hasCalls)
    {
        output.Write("event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\""u8);
        output.Write(AnthropicFinishReasons.Write(completed.Finish, completed.StopSequence, hasCalls));
        output.Write("\",\"stop_sequence\":"u8);
        output.Write(completed.StopSequence is { } sequence ? JsonText.FromString(sequence).Quoted.Span : "null"u8);
        output.Write(",\"stop_details\":null,\"container\":null},\"usage\":"u8);
        AnthropicUsageWriter.WriteLast(output, usage);
        output.Write(",\"context_management\":null}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"u8);
    }

    private static void BlockStart(IBufferWriter<byte> output, int block)
    {
        output.Write("event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":"u8);
        output.Write(block);
        output.Write(",\"content_block\":"u8);
    }

    private static int Head(Span<byte> head, int block, ReadOnlySpan<byte> kind)
    {
        var writer = new SpanPieces(head);
        writer.Add("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":"u8);
        writer.Add(block);
        writer.Add(",\"delta\":{\"type\":\""u8);
        writer.Add(kind);
        return writer.Length;
    }
}
