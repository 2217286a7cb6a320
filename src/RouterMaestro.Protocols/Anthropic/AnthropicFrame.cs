using System.Text.Json;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>One frame of a stream, taken apart in one pass without copying: what most frames hold as slices, the rest as raw JSON.</summary>
internal ref struct AnthropicFrame
{
    private static readonly JsonReaderOptions _options = new() { MaxDepth = JsonBody.MaxDepth };

    public AnthropicFrameKind Kind { get; private set; }

    /// <summary>Gets the block's index; -1 when the frame names none.</summary>
    public int Index { get; private set; }

    public AnthropicDelta Delta { get; private set; }

    /// <summary>Gets the object of a frame that starts something.</summary>
    public ReadOnlySpan<byte> Payload { get; private set; }

    public ReadOnlySpan<byte> Usage { get; private set; }

    public bool HasError { get; private set; }

    /// <summary>Reads a frame.</summary>
    /// <exception cref="JsonException">The data is not a JSON object.</exception>
    public static AnthropicFrame Read(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data)
    {
        var frame = new AnthropicFrame { Index = -1 };
        var reader = ReaderOf(data);
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
        frame.Resolve(eventName);
        return frame;
    }

    public static Utf8JsonReader ReaderOf(ReadOnlySpan<byte> utf8) => new(utf8, isFinalBlock: true, new JsonReaderState(_options));

    private void ReadMember(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        switch (reader.ValueSpan)
        {
            case var name when name.SequenceEqual("type"u8):
                Kind = KindOf(JsonSlices.ReadText(ref reader));
                break;
            case var name when name.SequenceEqual("index"u8):
                reader.Read();
                Index = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var index) ? index : -1;
                reader.Skip();
                break;
            case var name when name.SequenceEqual("delta"u8):
                Delta = AnthropicDelta.Read(ref reader);
                break;
            case var name when name.SequenceEqual("message"u8) || name.SequenceEqual("content_block"u8):
                Payload = JsonSlices.ReadRaw(ref reader, JsonTokenType.StartObject, data);
                break;
            case var name when name.SequenceEqual("usage"u8):
                Usage = JsonSlices.ReadRaw(ref reader, JsonTokenType.StartObject, data);
                break;
            case var name:
                HasError |= name.SequenceEqual("error"u8);
                reader.Skip();
                break;
        }
    }

    /// <summary>Some servers leave the type to the event's name, and some send nothing but an error.</summary>
    private void Resolve(ReadOnlySpan<byte> eventName)
    {
        if (Kind == AnthropicFrameKind.Other)
        {
            Kind = HasError ? AnthropicFrameKind.Error : KindOf(eventName);
        }
    }

    /// <summary>Understands the name of an event, which is also the type of its data.</summary>
    public static AnthropicFrameKind KindOf(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("content_block_delta"u8) => AnthropicFrameKind.BlockDelta,
        _ when name.SequenceEqual("content_block_start"u8) => AnthropicFrameKind.BlockStart,
        _ when name.SequenceEqual("content_block_stop"u8) => AnthropicFrameKind.BlockStop,
        _ when name.SequenceEqual("message_start"u8) => AnthropicFrameKind.MessageStart,
        _ when name.SequenceEqual("message_delta"u8) => AnthropicFrameKind.MessageDelta,
        _ when name.SequenceEqual("message_stop"u8) => AnthropicFrameKind.MessageStop,
        _ when name.SequenceEqual("error"u8) => AnthropicFrameKind.Error,
        _ => AnthropicFrameKind.Other,
    };
}
