using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Anthropic.Wire;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.Anthropic.Streaming;

/// <summary>
/// Represents one frame of a stream, parsed in one pass without copying: the frequent members as spans, the others as raw JSON.
/// </summary>
internal ref struct AnthropicFrame
{
    private static readonly JsonReaderOptions _options = new() { MaxDepth = JsonBody.MaxDepth };

    private static readonly byte[] _blockDelta = "content_block_delta"u8.ToArray();
    private static readonly byte[] _blockStart = "content_block_start"u8.ToArray();
    private static readonly byte[] _blockStop = "content_block_stop"u8.ToArray();
    private static readonly byte[] _messageStart = "message_start"u8.ToArray();
    private static readonly byte[] _messageDelta = "message_delta"u8.ToArray();
    private static readonly byte[] _messageStop = "message_stop"u8.ToArray();

    private bool _hasType;
    private bool _hasWords;

    public AnthropicFrameKind Kind { get; private set; }

    /// <summary>Gets the block's index; -1 if the frame has none.</summary>
    public int Index { get; private set; }

    public AnthropicDelta Delta { get; private set; }

    /// <summary>Gets the object of a frame that starts a message or a block.</summary>
    public ReadOnlySpan<byte> Payload { get; private set; }

    public ReadOnlySpan<byte> Usage { get; private set; }

    public bool HasError { get; private set; }

    /// <summary>Gets a value indicating whether the delta is an object.</summary>
    public bool HasDelta { get; private set; }

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

        // reading to the end detects invalid data after the object
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
                _hasType = true;
                break;
            case var name when name.SequenceEqual("index"u8):
                reader.Read();
                Index = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var index) ? index : -1;
                reader.Skip();
                break;
            case var name when name.SequenceEqual("delta"u8):
                Delta = AnthropicDelta.Read(ref reader);
                HasDelta = reader.TokenType == JsonTokenType.EndObject;
                break;
            case var name when name.SequenceEqual("message"u8) || name.SequenceEqual("content_block"u8):
                Payload = JsonSlices.ReadRaw(ref reader, JsonTokenType.StartObject, data);
                _hasWords |= reader.TokenType == JsonTokenType.String && name.SequenceEqual("message"u8);
                break;
            case var name when name.SequenceEqual("usage"u8):
                Usage = JsonSlices.ReadRaw(ref reader, JsonTokenType.StartObject, data);
                break;
            case var name when name.SequenceEqual("error"u8):
                reader.Read();
                HasError |= reader.TokenType is not (JsonTokenType.Null or JsonTokenType.False) && !(reader.TokenType == JsonTokenType.String && reader.ValueSpan.IsEmpty);
                reader.Skip();
                break;
            case var name when name.SequenceEqual("detail"u8):
                reader.Read();
                _hasWords |= reader.TokenType == JsonTokenType.String;
                reader.Skip();
                break;
            default:
                reader.Skip();
                break;
        }
    }

    /// <summary>
    /// Sets the kind of a frame: an error if it has an error member, else the kind of its type, else that of the event's name. A message or detail
    /// without a type or name is an error of another protocol.
    /// </summary>
    private void Resolve(ReadOnlySpan<byte> eventName)
    {
        Kind = HasError ? AnthropicFrameKind.Error : Kind == AnthropicFrameKind.Other ? KindOf(eventName) : Kind;
        if (Kind == AnthropicFrameKind.Other && _hasWords && (!_hasType || eventName.IsEmpty))
        {
            Kind = AnthropicFrameKind.Error;
        }
    }

    /// <summary>Returns true if an event has a name by which it is no part of a response, such as ping.</summary>
    public static bool IsUnknown(ReadOnlySpan<byte> eventName) => !eventName.IsEmpty && KindOf(eventName) == AnthropicFrameKind.Other;

    /// <summary>Gets the name of the event of a kind, which is also the type of its data; empty for unknown ones.</summary>
    public static ReadOnlyMemory<byte> NameOf(AnthropicFrameKind kind) => kind switch
    {
        AnthropicFrameKind.BlockDelta => _blockDelta,
        AnthropicFrameKind.BlockStart => _blockStart,
        AnthropicFrameKind.BlockStop => _blockStop,
        AnthropicFrameKind.MessageStart => _messageStart,
        AnthropicFrameKind.MessageDelta => _messageDelta,
        AnthropicFrameKind.MessageStop => _messageStop,
        _ => default(ReadOnlyMemory<byte>),
    };

    /// <summary>Gets the kind of a frame from the name of the event, which is also the type of its data.</summary>
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

/// <summary>Specifies the kinds of frames that a decoder reads.</summary>
internal enum AnthropicFrameKind
{
    /// <summary>A ping or an unknown frame.</summary>
    Other,
    MessageStart,
    BlockStart,
    BlockDelta,
    BlockStop,
    MessageDelta,
    MessageStop,
    Error,
}

/// <summary>Represents the delta of a frame: a piece of a block, or a change of the message.</summary>
internal ref struct AnthropicDelta
{
    private bool _isUnknown;
    private bool _isOdd;

    /// <summary>Gets a value indicating whether the delta has a known type, or none, and a piece that is no string.</summary>
    public readonly bool IsMalformed => _isOdd && !_isUnknown;

    public AnthropicDeltaKind Kind { get; private set; }

    /// <summary>Gets the piece, escaped.</summary>
    public ReadOnlySpan<byte> Text { get; private set; }

    /// <summary>Gets the name of the last member with a value that the canonical model cannot represent, such as <c>citation</c>; empty if there is none.</summary>
    public ReadOnlySpan<byte> Extension { get; private set; }

    /// <summary>Gets the stop reason, escaped; empty if there is none.</summary>
    public ReadOnlySpan<byte> StopReason { get; private set; }

    /// <summary>Gets the stop sequence that ended the message, escaped; empty if there is none.</summary>
    public ReadOnlySpan<byte> StopSequence { get; private set; }

    /// <summary>Reads the value after the property name on which the reader is.</summary>
    public static AnthropicDelta Read(scoped ref Utf8JsonReader reader)
    {
        var delta = default(AnthropicDelta);
        if (JsonSlices.ReadObject(ref reader))
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                delta.ReadMember(ref reader);
            }
        }

        if (delta._isUnknown)
        {
            delta.Kind = AnthropicDeltaKind.Other;
        }

        return delta;
    }

    private void ReadMember(scoped ref Utf8JsonReader reader)
    {
        switch (reader.ValueSpan)
        {
            case var name when name.SequenceEqual("type"u8):
                _isUnknown = !IsKnown(JsonSlices.ReadText(ref reader));
                break;
            case var name when PieceOf(name) is var kind and not AnthropicDeltaKind.Other:
                Kind = kind;
                Text = JsonSlices.ReadText(ref reader);
                _isOdd |= reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null);
                break;
            case var name when name.SequenceEqual("stop_reason"u8):
                StopReason = JsonSlices.ReadText(ref reader);
                break;
            case var name when name.SequenceEqual("stop_sequence"u8):
                StopSequence = JsonSlices.ReadText(ref reader);
                break;
            case var name:
                reader.Read();
                Extension = reader.TokenType == JsonTokenType.Null ? Extension : name;
                reader.Skip();
                break;
        }
    }

    /// <summary>Gets the kind of the piece that a member holds.</summary>
    public static AnthropicDeltaKind PieceOf(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("text"u8) => AnthropicDeltaKind.Text,
        _ when name.SequenceEqual("thinking"u8) => AnthropicDeltaKind.Thinking,
        _ when name.SequenceEqual("partial_json"u8) => AnthropicDeltaKind.Arguments,
        _ when name.SequenceEqual("signature"u8) => AnthropicDeltaKind.Signature,
        _ => AnthropicDeltaKind.Other,
    };

    /// <summary>Returns true for the types of deltas that have a piece.</summary>
    public static bool IsKnown(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("text_delta"u8) || type.SequenceEqual("thinking_delta"u8)
        || type.SequenceEqual("input_json_delta"u8) || type.SequenceEqual("signature_delta"u8);
}

/// <summary>Specifies the kind of a delta.</summary>
internal enum AnthropicDeltaKind
{
    /// <summary>A delta that the canonical model cannot represent, such as a citation.</summary>
    Other,
    Text,
    Thinking,
    Signature,
    Arguments,
}

/// <summary>Represents the start of a block. It may have content, which later deltas continue.</summary>
internal ref struct AnthropicBlockStart
{
    /// <summary>Gets the kind of the block's part; null if the canonical model has none for it.</summary>
    public PartKind? Kind { get; private set; }

    /// <summary>Gets the type of the block, escaped.</summary>
    public ReadOnlySpan<byte> Type { get; private set; }

    /// <summary>Gets the text or reasoning of the start, escaped.</summary>
    public ReadOnlySpan<byte> Text { get; private set; }

    public ReadOnlySpan<byte> Signature { get; private set; }

    public ReadOnlySpan<byte> Data { get; private set; }

    public ReadOnlySpan<byte> CallId { get; private set; }

    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>Gets the arguments of the start, as JSON.</summary>
    public ReadOnlySpan<byte> Input { get; private set; }

    /// <summary>Reads the block's object.</summary>
    /// <exception cref="JsonException">It is a block of text or reasoning, and its text is not a string.</exception>
    public static AnthropicBlockStart Read(ReadOnlySpan<byte> block)
    {
        var start = default(AnthropicBlockStart);
        var isOdd = false;
        var reader = AnthropicFrame.ReaderOf(block);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            start.ReadMember(ref reader, block, ref isOdd);
        }

        return isOdd && start.Kind is not null ? throw new JsonException("The text of a block is not a string.") : start;
    }

    private void ReadMember(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> block, ref bool isOdd)
    {
        switch (reader.ValueSpan)
        {
            case var name when name.SequenceEqual("type"u8):
                Type = JsonSlices.ReadText(ref reader);
                Kind = KindOf(Type);
                break;
            case var name when name.SequenceEqual("text"u8) || name.SequenceEqual("thinking"u8):
                Text = JsonSlices.ReadText(ref reader);
                isOdd |= reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null);
                break;
            case var name when name.SequenceEqual("signature"u8):
                Signature = JsonSlices.ReadText(ref reader);
                break;
            case var name when name.SequenceEqual("data"u8):
                Data = JsonSlices.ReadText(ref reader);
                break;
            case var name when name.SequenceEqual("id"u8):
                CallId = JsonSlices.ReadText(ref reader);
                break;
            case var name when name.SequenceEqual("name"u8):
                Name = JsonSlices.ReadText(ref reader);
                break;
            case var name when name.SequenceEqual("input"u8):
                Input = JsonSlices.ReadRaw(ref reader, JsonTokenType.StartObject, block);
                break;
            default:
                reader.Skip();
                break;
        }
    }

    private static PartKind? KindOf(ReadOnlySpan<byte> type) => type switch
    {
        _ when type.SequenceEqual("text"u8) => PartKind.Text,
        _ when type.SequenceEqual("thinking"u8) => PartKind.Reasoning,
        _ when type.SequenceEqual("redacted_thinking"u8) => PartKind.RedactedReasoning,
        _ when type.SequenceEqual("tool_use"u8) => PartKind.ToolCall,
        _ => null,
    };
}

/// <summary>Reads the message at the start of a stream.</summary>
internal static class AnthropicMessageStart
{
    /// <summary>Reads the message's object.</summary>
    /// <param name="message">The object; empty if the frame has none.</param>
    /// <param name="before">The usage of an earlier start, if the start is repeated.</param>
    public static ChatEvent.Started Read(ReadOnlySpan<byte> message, TokenUsage? before)
    {
        var started = new ChatEvent.Started(null, null, null, before);
        if (message.IsEmpty)
        {
            return started;
        }

        var reader = AnthropicFrame.ReaderOf(message);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            started = ReadMember(started, ref reader);
        }

        return started;
    }

    private static ChatEvent.Started ReadMember(ChatEvent.Started started, ref Utf8JsonReader reader)
    {
        switch (reader.ValueSpan)
        {
            case var name when name.SequenceEqual("id"u8):
                return started with { Id = ReadString(ref reader) };
            case var name when name.SequenceEqual("model"u8):
                return started with { Model = ReadString(ref reader) };
            case var name when name.SequenceEqual("usage"u8):
                reader.Read();
                return started with { Usage = AnthropicUsage.Read(ref reader, started.Usage) };
            default:
                reader.Skip();
                return started;
        }
    }

    private static string? ReadString(ref Utf8JsonReader reader)
    {
        var text = JsonSlices.ReadText(ref reader);
        return text.IsEmpty ? null : JsonText.CopyEscaped(text).ToString();
    }
}
