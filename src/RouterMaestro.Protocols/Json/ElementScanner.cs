namespace RouterMaestro.Protocols.Json;

/// <summary>Walks over the objects and arrays directly inside an array; other elements are passed over.</summary>
/// <param name="json">The array, of which at least the brackets are known to be sound.</param>
internal ref struct ElementScanner(ReadOnlySpan<byte> json)
{
    private readonly ReadOnlySpan<byte> _json = json;
    private int _at = 1;

    /// <summary>Gets the element.</summary>
    public ReadOnlySpan<byte> Element { get; private set; }

    /// <summary>Moves to the next element.</summary>
    /// <returns>False behind the last one.</returns>
    public bool Read()
    {
        while (_at > 0 && _at < _json.Length)
        {
            switch (_json[_at])
            {
                case (byte)'{' or (byte)'[':
                    var end = JsonSkipper.SkipContainer(_json, _at, JsonBody.MaxDepth, out _);
                    Element = end > 0 ? _json[_at..end] : default;
                    _at = end;
                    return end > 0;
                case (byte)'"':
                    _at = JsonSkipper.SkipString(_json, _at, out _);
                    break;
                default:
                    _at++;
                    break;
            }
        }

        return false;
    }
}
