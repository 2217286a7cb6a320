using System.Buffers.Text;
using System.Text.Json;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.RequestScanning;

namespace RouterMaestro.Protocols.OpenAI.Responses.Wire;

/// <summary>Maps the members of a frame or a response that passthrough needs, to their positions in the bytes.</summary>
internal ref struct ResponsesFrameMap
{
    private ResponsesEventKind _type;
    private bool _hasType;
    private bool _hasWords;

    public SlotValue Response { get; private set; }

    public SlotValue Item { get; private set; }

    public SlotValue Delta { get; private set; }

    public SlotValue Model { get; private set; }

    public SlotValue Usage { get; private set; }

    /// <summary>Gets the service tier.</summary>
    public SlotValue ServiceTier { get; private set; }

    public SlotValue Status { get; private set; }

    public SlotValue Incomplete { get; private set; }

    public SlotValue Output { get; private set; }

    public bool HasError { get; private set; }

    public bool IsMalformed { get; private set; }

    /// <summary>Gets a value indicating whether the delta is neither a string nor null.</summary>
    public bool HasOddDelta { get; private set; }

    /// <summary>Gets a value indicating whether the complete text is neither a string nor null.</summary>
    public bool HasOddText { get; private set; }

    /// <summary>Gets the number of the event; null if there is none.</summary>
    public long? Number { get; private set; }

    /// <summary>Gets the position of the item in the output; -1 if there is none.</summary>
    public int OutputIndex { get; private set; }

    /// <summary>Reads a document.</summary>
    /// <param name="json">The document.</param>
    /// <param name="isStrict">Whether all of it is checked, or its top level only.</param>
    public static ResponsesFrameMap Read(ReadOnlySpan<byte> json, bool isStrict = false)
    {
        var map = new ResponsesFrameMap { OutputIndex = -1 };
        var members = new TopLevelScanner(json, isStrict);
        while (members.Read())
        {
            map.Set(members, new(members.Value, members.Kind, members.Children), members.ValueOf(json));
        }

        map.IsMalformed = members.IsBroken;
        return map;
    }

    public static ReadOnlySpan<byte> SpanOf(SlotValue value, ReadOnlySpan<byte> json) => json.Slice(value.Place.Start, value.Place.Length);

    /// <summary>
    /// Returns the kind of the frame: from its type; else an error if it has an error member; else from the event's name. A message or detail without a
    /// type or name is an error of another protocol.
    /// </summary>
    public readonly ResponsesEventKind KindOf(ReadOnlySpan<byte> eventName) =>
        _type != ResponsesEventKind.Other ? _type
        : HasError ? ResponsesEventKind.Error
        : ResponsesEventKinds.Of(eventName) is var named and not ResponsesEventKind.Other ? named
        : _hasWords && (!_hasType || eventName.IsEmpty) ? ResponsesEventKind.Error
        : ResponsesEventKind.Other;

    private void Set(in TopLevelScanner member, SlotValue value, ReadOnlySpan<byte> bytes)
    {
        switch (value.Kind)
        {
            case JsonValueKind.String when member.IsKey("type"u8):
                (_type, _hasType) = (ResponsesEventKinds.Of(bytes[1..^1]), true);
                break;
            case JsonValueKind.Number:
                SetNumber(member, bytes);
                break;
            case JsonValueKind.String when member.IsKey("message"u8) || member.IsKey("detail"u8):
                _hasWords = true;
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
            case JsonValueKind.String when member.IsKey("service_tier"u8):
                ServiceTier = value;
                break;
            case JsonValueKind.Array when member.IsKey("output"u8):
                Output = value;
                break;
            case JsonValueKind.Object:
                SetObject(member, value);
                break;
        }

        HasError |= value.IsGiven && value.Kind != JsonValueKind.False && !bytes.SequenceEqual("\"\""u8) && member.IsKey("error"u8);
        if (value.Kind is not (JsonValueKind.String or JsonValueKind.Null))
        {
            HasOddDelta |= member.IsKey("delta"u8);
            HasOddText |= IsText(member);
        }
    }

    private static bool IsText(in TopLevelScanner member) =>
        member.IsKey("text"u8) || member.IsKey("refusal"u8) || member.IsKey("arguments"u8) || member.IsKey("input"u8);

    private void SetNumber(in TopLevelScanner member, ReadOnlySpan<byte> bytes)
    {
        if (!Utf8Parser.TryParse(bytes, out long number, out var length) || length != bytes.Length || number < 0)
        {
            return;
        }

        if (member.IsKey("sequence_number"u8))
        {
            Number = number;
        }
        else if (member.IsKey("output_index"u8))
        {
            OutputIndex = (int)Math.Min(number, int.MaxValue);
        }
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
