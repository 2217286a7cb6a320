using System.Text.Json;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.RequestScanning;

namespace RouterMaestro.Protocols.Anthropic.Streaming;

/// <summary>Locates the members that passthrough reads in a frame or a buffered response.</summary>
internal ref struct AnthropicFrameMap
{
    private AnthropicFrameKind _type;

    public SlotValue Message { get; private set; }

    public SlotValue Block { get; private set; }

    public SlotValue Delta { get; private set; }

    public SlotValue Usage { get; private set; }

    public SlotValue Model { get; private set; }

    public SlotValue Content { get; private set; }

    public SlotValue StopReason { get; private set; }

    public bool HasError { get; private set; }

    public bool IsMalformed { get; private set; }

    /// <summary>Reads a document.</summary>
    public static AnthropicFrameMap Read(ReadOnlySpan<byte> json)
    {
        var map = default(AnthropicFrameMap);
        var members = new TopLevelScanner(json);
        while (members.Read())
        {
            map.Set(members, new(members.Value, members.Kind, members.Children), members.ValueOf(json));
        }

        map.IsMalformed = members.IsBroken;
        return map;
    }

    /// <summary>
    /// Returns the kind of the frame: from its type; else an error if it has an error member; else from the event's name.
    /// </summary>
    public readonly AnthropicFrameKind KindOf(ReadOnlySpan<byte> eventName) =>
        _type != AnthropicFrameKind.Other ? _type
        : HasError ? AnthropicFrameKind.Error
        : AnthropicFrame.KindOf(eventName);

    private void Set(in TopLevelScanner member, SlotValue value, ReadOnlySpan<byte> bytes)
    {
        switch (value.Kind)
        {
            case JsonValueKind.String when member.IsKey("type"u8):
                _type = AnthropicFrame.KindOf(bytes[1..^1]);
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

        HasError |= value.IsGiven && value.Kind != JsonValueKind.False && member.IsKey("error"u8);
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
