using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>Writes the frames of one stream and numbers them. Pieces of text go between prebuilt bytes; the rest is rare.</summary>
internal sealed class ResponsesFrames
{
    private long _sequence;

    public IBufferWriter<byte> Output { get; set; } = null!;

    /// <summary>Writes a frame.</summary>
    /// <param name="type">The event's name.</param>
    /// <param name="state">What the members are made of.</param>
    /// <param name="writeMembers">Writes the members besides type and number.</param>
    public void Write<TState>(ReadOnlySpan<byte> type, TState state, Action<Utf8JsonWriter, TState> writeMembers)
    {
        Output.Write("event: "u8, type, "\ndata: "u8);
        using (var json = new Utf8JsonWriter(Output, JsonWriting.Options))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, type);
            writeMembers(json, state);
            json.WriteNumber("sequence_number"u8, _sequence++);
            json.WriteEndObject();
        }

        Output.Write("\n\n"u8);
    }

    /// <summary>Builds what stands before the text in each delta of a piece.</summary>
    public static byte[] DeltaHead(ResponsesOutputItem item, ResponsesOutputPiece piece)
    {
        var (type, place) = piece.Kind switch
        {
            PartKind.Text => ("response.output_text.delta", $"\"content_index\":{piece.Index},\"logprobs\":[],"),
            PartKind.Refusal => ("response.refusal.delta", $"\"content_index\":{piece.Index},"),
            PartKind.Reasoning => ("response.reasoning_summary_text.delta", $"\"summary_index\":{piece.Index},"),
            _ => (item.Kind == ResponsesItemKind.FreeText ? "response.custom_tool_call_input.delta" : "response.function_call_arguments.delta", ""),
        };
        return Encoding.UTF8.GetBytes(
            $$"""
            event: {{type}}
            data: {"type":"{{type}}","item_id":"{{item.Id}}","output_index":{{item.Index}},{{place}}"delta":"
            """);
    }

    /// <summary>Writes a piece of text.</summary>
    public void Delta(ReadOnlySpan<byte> head, ReadOnlySpan<byte> text)
    {
        Span<byte> tail = stackalloc byte[64];
        var pieces = new SpanPieces(tail);
        pieces.Add("\",\"sequence_number\":"u8);
        Utf8Formatter.TryFormat(_sequence++, tail[pieces.Length..], out var digits);
        var length = pieces.Length + digits;
        "}\n\n"u8.CopyTo(tail[length..]);
        Output.Write(head, text, tail[..(length + 3)]);
    }
}
