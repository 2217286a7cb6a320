using System.Buffers.Text;
using System.Text.Json;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.RequestScanning;

namespace RouterMaestro.Protocols.Anthropic.Streaming;

/// <summary>Locates the members that passthrough reads in a frame or a buffered response.</summary>
internal ref struct AnthropicFrameMap
{
    private AnthropicFrameKind _type;
    private bool _hasType;
    private bool _hasWords;

    public SlotValue Message { get; private set; }

    public SlotValue Block { get; private set; }

    public SlotValue Delta { get; private set; }

    public SlotValue Usage { get; private set; }

    public SlotValue Model { get; private set; }

    public SlotValue Content { get; private set; }

    public SlotValue StopReason { get; private set; }

    public bool HasError { get; private set; }

    public bool IsMalformed { get; private set; }

    /// <summary>Gets a value indicating whether the document names a kind of frame that is known.</summary>
    public readonly bool HasKnownType => _type != AnthropicFrameKind.Other;

    /// <summary>Gets the index of the block; -1 if there is none.</summary>
    public int Index { get; private set; }

    /// <summary>Reads a document.</summary>
    /// <param name="json">The document.</param>
    /// <param name="isStrict">Whether all of it is checked, or its top level only.</param>
    public static AnthropicFrameMap Read(ReadOnlySpan<byte> json, bool isStrict = false)
    {
        var map = new AnthropicFrameMap { Index = -1 };
        var members = new TopLevelScanner(json, isStrict);
        while (members.Read())
        {
            map.Set(members, new(members.Value, members.Kind, members.Children), members.ValueOf(json));
        }

        map.IsMalformed = members.IsBroken;
        return map;
    }

    /// <summary>
    /// Returns the kind of the frame: an error if it has an error member; else from its type; else from the event's name. A message or detail without a
    /// type or name is an error of another protocol.
    /// </summary>
    public readonly AnthropicFrameKind KindOf(ReadOnlySpan<byte> eventName) =>
        HasError ? AnthropicFrameKind.Error
        : _type != AnthropicFrameKind.Other ? _type
        : AnthropicFrame.KindOf(eventName) is var named and not AnthropicFrameKind.Other ? named
        : _hasWords && (!_hasType || eventName.IsEmpty) ? AnthropicFrameKind.Error
        : AnthropicFrameKind.Other;

    private void Set(in TopLevelScanner member, SlotValue value, ReadOnlySpan<byte> bytes)
    {
        switch (value.Kind)
        {
            case JsonValueKind.String when member.IsKey("type"u8):
                (_type, _hasType) = (AnthropicFrame.KindOf(bytes[1..^1]), true);
                break;
            case JsonValueKind.String when member.IsKey("message"u8) || member.IsKey("detail"u8):
                _hasWords = true;
                break;
            case JsonValueKind.Number when member.IsKey("index"u8):
                Index = Utf8Parser.TryParse(bytes, out int index, out var length) && length == bytes.Length ? index : -1;
                break;
            case JsonValueKind.String when member.IsKey("model"u8):
                Model = value;
                break;
            case JsonValueKind.String when member.IsKey("stop_reason"u8):
                StopReason = value;
                break;
            case JsonValueKind.Array when member.IsKey("content"u8):
                Content = value;
                break;
            case JsonValueKind.Object:
                SetObject(member, value);
                break;
        }

        HasError |= value.IsGiven && value.Kind != JsonValueKind.False && !bytes.SequenceEqual("\"\""u8) && member.IsKey("error"u8);
    }

    private void SetObject(in TopLevelScanner member, SlotValue value)
    {
        if (member.IsKey("delta"u8))
        {
            Delta = value;
        }
        else if (member.IsKey("message"u8))
        {
            Message = value;
        }
        else if (member.IsKey("content_block"u8))
        {
            Block = value;
        }
        else if (member.IsKey("usage"u8))
        {
            Usage = value;
        }
    }
}
