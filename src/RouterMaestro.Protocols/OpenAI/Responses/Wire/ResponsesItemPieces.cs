using System.Text.Json;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.RequestScanning;

namespace RouterMaestro.Protocols.OpenAI.Responses.Wire;

/// <summary>Reads the texts of a complete item that streams send in deltas: those of a message, and the arguments or the input of a call.</summary>
internal ref struct ResponsesItemPieces
{
    private readonly ReadOnlySpan<byte> _item;
    private readonly bool _isMessage;
    private ElementScanner _content;
    private bool _isRead;

    /// <summary>Creates a reader.</summary>
    /// <param name="item">The object; empty if there is none.</param>
    public ResponsesItemPieces(ReadOnlySpan<byte> item)
    {
        _item = item;
        _isMessage = MemberProbe.Is(item, "type"u8, "\"message\""u8);
        _content = new(_isMessage && MemberProbe.TryFind(item, "content"u8, out var content) && content.Kind == JsonValueKind.Array
            ? ResponsesFrameMap.SpanOf(content, item)
            : default);
        Index = -1;
    }

    /// <summary>Gets the position among the texts of the item.</summary>
    public int Index { get; private set; }

    /// <summary>Gets the kind of the deltas.</summary>
    public ResponsesEventKind Delta { get; private set; }

    /// <summary>Gets the text, escaped.</summary>
    public ReadOnlySpan<byte> Text { get; private set; }

    /// <summary>Moves to the next text.</summary>
    /// <returns>False if there are no more.</returns>
    public bool Read()
    {
        if (!_isMessage)
        {
            Index = 0;
            return !_isRead && (_isRead = true)
                && (TryRead(_item, "arguments"u8, ResponsesEventKind.ArgumentsDelta) || TryRead(_item, "input"u8, ResponsesEventKind.InputDelta));
        }

        while (_content.Read())
        {
            var isRefusal = MemberProbe.Is(_content.Element, "type"u8, "\"refusal\""u8);
            if (isRefusal ? TryRead(_content.Element, "refusal"u8, ResponsesEventKind.RefusalDelta)
                : MemberProbe.Is(_content.Element, "type"u8, "\"output_text\""u8) && TryRead(_content.Element, "text"u8, ResponsesEventKind.TextDelta))
            {
                Index++;
                return true;
            }
        }

        return false;
    }

    private bool TryRead(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name, ResponsesEventKind delta)
    {
        if (!MemberProbe.TryFind(json, name, out var value) || value.Kind != JsonValueKind.String)
        {
            return false;
        }

        Delta = delta;
        Text = ResponsesFrameMap.SpanOf(value, json)[1..^1];
        return true;
    }
}
