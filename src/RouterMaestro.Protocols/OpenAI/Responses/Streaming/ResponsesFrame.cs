using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Responses.Responses;
using RouterMaestro.Protocols.OpenAI.Responses.Wire;

namespace RouterMaestro.Protocols.OpenAI.Responses.Streaming;

/// <summary>Represents one frame of a stream, read in one pass without copying: frequent members as spans, objects as raw JSON.</summary>
internal ref struct ResponsesFrame
{
    private bool _hasType;
    private bool _hasWords;

    public ResponsesEventKind Kind { get; private set; }

    /// <summary>Gets the position of the item in the output; -1 if the frame has none.</summary>
    public int OutputIndex { get; private set; }

    /// <summary>Gets the position of the piece within its item; 0 if the frame has none.</summary>
    public int PartIndex { get; private set; }

    /// <summary>Gets the text, escaped: a piece of it in a delta, all of it in a frame that ends a piece.</summary>
    public ReadOnlySpan<byte> Text { get; private set; }

    /// <summary>Gets the id of the item that a piece belongs to.</summary>
    public ReadOnlySpan<byte> ItemId { get; private set; }

    public ReadOnlySpan<byte> Item { get; private set; }

    public ReadOnlySpan<byte> Response { get; private set; }

    public bool HasError { get; private set; }

    /// <summary>Gets the number of the event; null if it has none.</summary>
    public long? Number { get; private set; }

    /// <summary>Gets a value indicating whether a delta or text is neither a string nor null.</summary>
    public bool HasOddText { get; private set; }

    /// <summary>Reads a frame.</summary>
    /// <exception cref="JsonException">The data is not a JSON object.</exception>
    public static ResponsesFrame Read(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data)
    {
        var frame = new ResponsesFrame { OutputIndex = -1 };
        var reader = new Utf8JsonReader(data, JsonBody.ReaderOptions);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("A frame is an object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            frame.ReadMember(ref reader, data);
        }

        // throws if anything follows the object
        reader.Read();
        if (frame.Kind == ResponsesEventKind.Other)
        {
            frame.Kind = frame.HasError ? ResponsesEventKind.Error : ResponsesEventKinds.Of(eventName);
        }

        // a message or detail without a type or name is an error of another protocol
        if (frame.Kind == ResponsesEventKind.Other && frame._hasWords && (!frame._hasType || eventName.IsEmpty))
        {
            frame.Kind = ResponsesEventKind.Error;
        }

        return frame;
    }

    private void ReadMember(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        switch (reader.ValueSpan)
        {
            case var name when name.SequenceEqual("type"u8):
                Kind = ResponsesEventKinds.Of(JsonSlices.ReadText(ref reader));
                _hasType = true;
                break;
            case var name when name.SequenceEqual("sequence_number"u8):
                Number = JsonCounts.ReadCount(ref reader);
                break;
            case var name when name.SequenceEqual("delta"u8) || name.SequenceEqual("text"u8) || name.SequenceEqual("refusal"u8)
                || name.SequenceEqual("arguments"u8) || name.SequenceEqual("input"u8):
                Text = JsonSlices.ReadText(ref reader);
                HasOddText |= reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null);
                break;
            case var name when name.SequenceEqual("output_index"u8):
                OutputIndex = (int)Math.Min(JsonCounts.ReadCount(ref reader) ?? -1, int.MaxValue);
                break;
            case var name when name.SequenceEqual("content_index"u8) || name.SequenceEqual("summary_index"u8):
                PartIndex = (int)Math.Min(JsonCounts.ReadCount(ref reader) ?? 0, int.MaxValue);
                break;
            case var name when name.SequenceEqual("item_id"u8):
                ItemId = JsonSlices.ReadText(ref reader);
                break;
            case var name when name.SequenceEqual("item"u8):
                Item = JsonSlices.ReadRaw(ref reader, JsonTokenType.StartObject, data);
                break;
            case var name when name.SequenceEqual("response"u8):
                Response = JsonSlices.ReadRaw(ref reader, JsonTokenType.StartObject, data);
                break;
            case var name when name.SequenceEqual("error"u8):
                ReadError(ref reader);
                break;
            case var name when name.SequenceEqual("message"u8) || name.SequenceEqual("detail"u8):
                _hasWords |= !JsonSlices.ReadText(ref reader).IsEmpty;
                break;
            default:
                reader.Skip();
                break;
        }
    }

    private void ReadError(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        HasError |= reader.TokenType is not (JsonTokenType.Null or JsonTokenType.False) && !(reader.TokenType == JsonTokenType.String && reader.ValueSpan.IsEmpty);
        reader.Skip();
    }
}

/// <summary>Writes the members of frames, except for type and number.</summary>
internal static class ResponsesFrameMembers
{
    public static readonly Action<Utf8JsonWriter, ResponseIdentity> Begun = static (json, identity) =>
    {
        json.WritePropertyName("response"u8);
        ResponsesObjectWriter.WriteBegun(json, identity);
    };

    public static readonly Action<Utf8JsonWriter, (ResponseIdentity Identity, FinishReason Finish, List<ResponsesOutputItem> Items, TokenUsage? Usage)> Done = static (json, response) =>
    {
        json.WritePropertyName("response"u8);
        ResponsesObjectWriter.WriteDone(json, response.Identity, response.Finish, response.Items, response.Usage);
    };

    public static readonly Action<Utf8JsonWriter, (ResponseIdentity Identity, RouterError Error, IEnumerable<ResponsesOutputItem> Items)> Failed = static (json, response) =>
    {
        json.WritePropertyName("response"u8);
        ResponsesObjectWriter.WriteFailed(json, response.Identity, response.Error, response.Items);
    };

    public static readonly Action<Utf8JsonWriter, ResponsesOutputItem> ItemAdded = static (json, item) =>
    {
        json.WriteNumber("output_index"u8, item.Index);
        json.WritePropertyName("item"u8);
        ResponsesItemWriter.WriteBegun(json, item);
    };

    public static readonly Action<Utf8JsonWriter, ResponsesOutputItem> ItemDone = static (json, item) =>
    {
        json.WriteNumber("output_index"u8, item.Index);
        json.WritePropertyName("item"u8);
        ResponsesItemWriter.Write(json, item);
    };

    public static readonly Action<Utf8JsonWriter, (ResponsesOutputItem Item, ResponsesOutputPiece Piece)> ContentAdded = static (json, place) =>
        WriteContent(json, place.Item, place.Piece, isBegun: true);

    public static readonly Action<Utf8JsonWriter, (ResponsesOutputItem Item, ResponsesOutputPiece Piece)> ContentDone = static (json, place) =>
        WriteContent(json, place.Item, place.Piece, isBegun: false);

    public static readonly Action<Utf8JsonWriter, (ResponsesOutputItem Item, ResponsesOutputPiece Piece)> SummaryAdded = static (json, place) =>
        WriteSummary(json, place.Item, place.Piece, isBegun: true);

    public static readonly Action<Utf8JsonWriter, (ResponsesOutputItem Item, ResponsesOutputPiece Piece)> SummaryDone = static (json, place) =>
        WriteSummary(json, place.Item, place.Piece, isBegun: false);

    public static readonly Action<Utf8JsonWriter, (ResponsesOutputItem Item, ResponsesOutputPiece Piece)> TextDone = static (json, place) =>
    {
        WritePlace(json, place.Item, place.Piece);
        if (place.Item.Kind == ResponsesItemKind.FreeText)
        {
            json.WriteText("input"u8, place.Item.FreeText());
            return;
        }

        if (place.Item.Kind == ResponsesItemKind.Function)
        {
            json.WriteText("name"u8, place.Item.Name);
        }

        ResponsesItemWriter.WriteText(
            json,
            place.Piece.Kind switch
            {
                PartKind.ToolCall => "arguments"u8,
                PartKind.Refusal => "refusal"u8,
                _ => "text"u8,
            },
            place.Piece);
        if (place.Piece.Kind == PartKind.Text)
        {
            json.WriteStartArray("logprobs"u8);
            json.WriteEndArray();
        }
    };

    private static void WriteContent(Utf8JsonWriter json, ResponsesOutputItem item, ResponsesOutputPiece piece, bool isBegun)
    {
        WritePlace(json, item, piece);
        json.WritePropertyName("part"u8);
        ResponsesItemWriter.WriteContent(json, piece, isBegun);
    }

    private static void WriteSummary(Utf8JsonWriter json, ResponsesOutputItem item, ResponsesOutputPiece piece, bool isBegun)
    {
        WritePlace(json, item, piece);
        json.WritePropertyName("part"u8);
        ResponsesItemWriter.WriteSummary(json, piece, isBegun);
    }

    private static void WritePlace(Utf8JsonWriter json, ResponsesOutputItem item, ResponsesOutputPiece piece)
    {
        json.WriteString("item_id"u8, item.Id);
        json.WriteNumber("output_index"u8, item.Index);
        if (piece.Kind != PartKind.ToolCall)
        {
            json.WriteNumber(piece.Kind == PartKind.Reasoning ? "summary_index"u8 : "content_index"u8, piece.Index);
        }
    }
}

/// <summary>Writes the frames of one stream and numbers them. Text deltas, the frequent frames, go between prebuilt bytes.</summary>
internal sealed class ResponsesFrames
{
    private long _sequence;

    public IBufferWriter<byte> Output { get; set; } = null!;

    /// <summary>Writes a frame.</summary>
    /// <param name="type">The event's name.</param>
    /// <param name="state">The data of the members.</param>
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

    /// <summary>Builds the bytes before the text in each delta of a piece.</summary>
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

    /// <summary>Writes a delta of text.</summary>
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
