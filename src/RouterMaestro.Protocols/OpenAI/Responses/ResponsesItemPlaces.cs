using System.Text.Json;
using RouterMaestro.Protocols.RequestScanning;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>Where the items of a stream stand in the output. Some servers tell it at an item's start alone, or never; then its id tells it.</summary>
internal sealed class ResponsesItemPlaces
{
    // no output has as many items
    private const int FirstUntold = 1 << 20;

    private readonly List<(byte[] Id, int Place)> _items = [];

    /// <summary>Finds the place of the item that a frame is about.</summary>
    /// <returns>The place; -1 when the frame names neither it nor the item.</returns>
    public int Find(in ResponsesFrame frame)
    {
        if (frame.OutputIndex >= 0)
        {
            if (frame.Kind == ResponsesEventKind.ItemAdded)
            {
                Note(IdOf(frame.Item), frame.OutputIndex);
            }

            return frame.OutputIndex;
        }

        var id = frame.Item.IsEmpty ? frame.ItemId : IdOf(frame.Item);
        foreach (var (known, place) in _items)
        {
            if (id.SequenceEqual(known))
            {
                return place;
            }
        }

        return Note(id, FirstUntold + _items.Count);
    }

    private int Note(ReadOnlySpan<byte> id, int place)
    {
        if (id.IsEmpty)
        {
            return -1;
        }

        _items.Add((id.ToArray(), place));
        return place;
    }

    private static ReadOnlySpan<byte> IdOf(ReadOnlySpan<byte> item) =>
        MemberProbe.TryFind(item, "id"u8, out var id) && id.Kind == JsonValueKind.String ? ResponsesMap.SliceOf(id, item)[1..^1] : default;
}
