using System.Text.Unicode;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Protocols.OpenAI.Chat.Passthrough;

/// <summary>
/// The bytes around the text of a stream's last checked chunk. Most chunks differ in their text alone, so that two comparisons of bytes and a check of
/// that text replace the check of the whole chunk.
/// </summary>
internal sealed class ChunkShapeCache
{
    private const int MaxLength = 2048;
    private byte[] _bytes = [];
    private int _before;
    private int _behind;
    private bool _hasEscapes;

    /// <summary>Gets the position of the model's name; empty if there is none.</summary>
    public ByteRange Model { get; private set; }

    /// <summary>Gets the choices with content, one bit for each.</summary>
    public ulong Choices { get; private set; }

    /// <summary>Returns true if a chunk differs from the last one in its text alone, and that is a valid string with content.</summary>
    public bool Matches(ReadOnlySpan<byte> chunk)
    {
        var behind = chunk.Length - _behind;
        return _before > 0 && behind > _before
            && chunk.StartsWith(_bytes.AsSpan(0, _before)) && chunk[behind..].SequenceEqual(_bytes.AsSpan(_before, _behind))
            && JsonSkipper.SkipString(chunk, _before - 1, out _hasEscapes) == behind + 1 && Utf8.IsValid(chunk[_before..behind]);
    }

    /// <summary>Adds the text of a chunk that matches to a meter.</summary>
    public void Measure(ReadOnlySpan<byte> chunk, ContentMeter? content)
    {
        if (content is null)
        {
            return;
        }

        if (_hasEscapes)
        {
            content.Add(chunk[_before..^_behind]);
        }
        else
        {
            content.Add(chunk.Length - _before - _behind);
        }
    }

    /// <summary>Stores the bytes around the text of a chunk, if the text is where the model's name does not move with it.</summary>
    /// <param name="chunk">The chunk, which is valid, and has neither an end nor usage.</param>
    /// <param name="model">The position of the model's name; empty if there is none.</param>
    /// <param name="choices">The choices with content.</param>
    public void Learn(ReadOnlySpan<byte> chunk, ByteRange model, ulong choices)
    {
        // quotes within a string are escaped, so that this is always a name
        var name = "\"content\":\""u8;
        var at = chunk.IndexOf(name);
        var before = at + name.Length;
        var behind = at < 0 ? 0 : JsonSkipper.SkipString(chunk, before - 1, out _) - 1;
        var length = before + chunk.Length - behind;
        if (behind <= before || model.Start + model.Length > before || length > MaxLength)
        {
            _before = 0;
            return;
        }

        if (_bytes.Length == 0)
        {
            _bytes = new byte[MaxLength];
        }

        chunk[..before].CopyTo(_bytes);
        chunk[behind..].CopyTo(_bytes.AsSpan(before));
        (_before, _behind, Model, Choices) = (before, chunk.Length - behind, model, choices);
    }
}
