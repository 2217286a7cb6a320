using System.Text.Json;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.RequestScanning;

namespace RouterMaestro.Protocols.OpenAI.Responses.Wire;

/// <summary>Maps the members of a frame or a response that passthrough needs, to their positions in the bytes.</summary>
internal ref struct ResponsesFrameMap
{
    private ResponsesEventKind _type;

    public SlotValue Response { get; private set; }

    public SlotValue Item { get; private set; }

    public SlotValue Delta { get; private set; }

    public SlotValue Model { get; private set; }

    public SlotValue Usage { get; private set; }

    public SlotValue Status { get; private set; }

    public SlotValue Incomplete { get; private set; }

    public SlotValue Output { get; private set; }

    public bool HasError { get; private set; }

    public bool IsMalformed { get; private set; }

    /// <summary>Reads a document.</summary>
    public static ResponsesFrameMap Read(ReadOnlySpan<byte> json)
    {
        var map = default(ResponsesFrameMap);
        var members = new TopLevelScanner(json);
        while (members.Read())
        {
            map.Set(members, new(members.Value, members.Kind, members.Children), members.ValueOf(json));
        }

        map.IsMalformed = members.IsBroken;
        return map;
    }

    public static ReadOnlySpan<byte> SpanOf(SlotValue value, ReadOnlySpan<byte> json) => json.Slice(value.Place.Start, value.Place.Length);

    /// <summary>Returns the kind of the frame: from its type; else an error if it has an error member; else from the event's name.</summary>
    public readonly ResponsesEventKind KindOf(ReadOnlySpan<byte> eventName) =>
        _type != ResponsesEventKind.Other ? _type
        : HasError ? ResponsesEventKind.Error
        : ResponsesEventKinds.Of(eventName);

    private void Set(in TopLevelScanner member, SlotValue value, ReadOnlySpan<byte> bytes)
    {
        switch (value.Kind)
        {
            case JsonValueKind.String when member.IsKey("type"u8):
                _type = ResponsesEventKinds.Of(bytes[1..^1]);
                break;
            case JsonValueKind.String when member.IsKey("delta"u8):
                Delta = value;
                break;
            case JsonValueKind.String when member.IsKey("model"u8):
                Model = value;
                break;
            case JsonValueKind.String when member.IsKey("status"u8):
                Status = value;
                break;
            case JsonValueKind.Array when member.IsKey("output"u8):
                Output = value;
                break;
            case JsonValueKind.Object:
                SetObject(member, value);
                break;
        }

        HasError |= value.IsGiven && value.Kind != JsonValueKind.False && member.IsKey("error"u8);
    }

    private void SetObject(in TopLevelScanner member, SlotValue value)
    {
        if (member.IsKey("response"u8))
        {
            Response = value;
        }
        else if (member.IsKey("item"u8))
        {
            Item = value;
        }
        else if (member.IsKey("usage"u8))
        {
            Usage = value;
        }
        else if (member.IsKey("incomplete_details"u8))
        {
            Incomplete = value;
        }
    }
}
