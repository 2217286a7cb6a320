using System.Text.Json;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>One frame of a stream, taken apart in one pass without copying: what most frames hold as slices, the rest as raw JSON.</summary>
internal ref struct ResponsesFrame
{
    public ResponsesEventKind Kind { get; private set; }

    /// <summary>Gets the item's place in the output; -1 when the frame names none.</summary>
    public int OutputIndex { get; private set; }

    /// <summary>Gets the place of the piece within its item.</summary>
    public int PartIndex { get; private set; }

    /// <summary>Gets a piece of text, escaped; of a frame that ends something, all of it.</summary>
    public ReadOnlySpan<byte> Text { get; private set; }

    /// <summary>Gets the id of the item that a piece belongs to.</summary>
    public ReadOnlySpan<byte> ItemId { get; private set; }

    public ReadOnlySpan<byte> Item { get; private set; }

    public ReadOnlySpan<byte> Response { get; private set; }

    public bool HasError { get; private set; }

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

        // what follows the object is an error that only reading on shows
        reader.Read();
        if (frame.Kind == ResponsesEventKind.Other)
        {
            frame.Kind = frame.HasError ? ResponsesEventKind.Error : ResponsesEventKinds.Of(eventName);
        }

        return frame;
    }

    private void ReadMember(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        switch (reader.ValueSpan)
        {
            case var name when name.SequenceEqual("type"u8):
                Kind = ResponsesEventKinds.Of(JsonSlices.ReadText(ref reader));
                break;
            case var name when name.SequenceEqual("delta"u8) || name.SequenceEqual("text"u8) || name.SequenceEqual("refusal"u8)
                || name.SequenceEqual("arguments"u8) || name.SequenceEqual("input"u8):
                Text = JsonSlices.ReadText(ref reader);
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
                reader.Read();
                HasError |= reader.TokenType is JsonTokenType.StartObject or JsonTokenType.String;
                reader.Skip();
                break;
            default:
                reader.Skip();
                break;
        }
    }
}
