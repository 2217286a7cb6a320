using System.Runtime.CompilerServices;
using System.Text.Json;

namespace RouterMaestro.Protocols.Json;

/// <summary>
/// Checks an object or array by the whole grammar of JSON in one pass, without reading it. <see cref="JsonSkipper"/> is faster for large values, but
/// checks the brackets only.
/// </summary>
/// <param name="json">The document.</param>
internal ref struct JsonValidator(ReadOnlySpan<byte> json)
{
    private const int BitsOfWord = 64;

    private readonly ReadOnlySpan<byte> _json = json;
    private int _at;
    private int _depth;
    private int _children;
    private bool _isFirst;
    private bool _isObject;
    private Kinds _kinds;

    /// <summary>Skips an object or an array.</summary>
    /// <param name="json">The document.</param>
    /// <param name="start">The offset of the opening bracket.</param>
    /// <param name="maxDepth">The maximum depth of brackets, the outermost included; at most <see cref="JsonBody.MaxDepth"/>.</param>
    /// <param name="children">The number of objects and arrays directly inside.</param>
    /// <returns>The offset after the closing bracket; <see cref="JsonSkipper.None"/> if the value is not valid JSON, or nested too deep.</returns>
    public static int SkipContainer(ReadOnlySpan<byte> json, int start, int maxDepth, out int children)
    {
        var validator = new JsonValidator(json) { _at = start };
        var isValid = validator.Open(json[start], maxDepth);
        while (isValid && validator._depth > 0)
        {
            isValid = validator.Step(maxDepth);
        }

        children = validator._children;
        return isValid ? validator._at : JsonSkipper.None;
    }

    /// <summary>Moves over the next member or element of the innermost container, into it if it is a container, or over the container's end.</summary>
    private bool Step(int maxDepth)
    {
        var next = Next();
        if (next == (_isObject ? (byte)'}' : (byte)']'))
        {
            return Close();
        }

        if (!_isFirst)
        {
            if (next != (byte)',')
            {
                return false;
            }

            _at++;
            next = Next();
        }

        _isFirst = false;
        if (_isObject)
        {
            if (next != (byte)'"' || !SkipString() || Next() != (byte)':')
            {
                return false;
            }

            _at++;
            next = Next();
        }

        return next switch
        {
            (byte)'"' => SkipString(),
            (byte)'{' or (byte)'[' => Open(next, maxDepth),
            _ => SkipScalar(),
        };
    }

    private bool Open(byte bracket, int maxDepth)
    {
        if (_depth == maxDepth)
        {
            return false;
        }

        _children += _depth == 1 ? 1 : 0;
        Push(_isObject);
        (_isObject, _isFirst) = (bracket == (byte)'{', true);
        _at++;
        return true;
    }

    private bool Close()
    {
        _at++;
        (_isObject, _isFirst) = (Pop(), false);
        return true;
    }

    private void Push(bool isObject)
    {
        ref var word = ref _kinds[_depth / BitsOfWord];
        var bit = 1UL << (_depth % BitsOfWord);
        word = isObject ? word | bit : word & ~bit;
        _depth++;
    }

    private bool Pop()
    {
        _depth--;
        return (_kinds[_depth / BitsOfWord] & (1UL << (_depth % BitsOfWord))) != 0;
    }

    private bool SkipString()
    {
        var end = JsonSkipper.SkipString(_json, _at, out _);
        _at = end < 0 ? _at : end;
        return end >= 0;
    }

    private bool SkipScalar()
    {
        var end = JsonScalars.EndOf(_json, _at);
        var isValid = JsonScalars.KindOf(_json[_at..end]) != JsonValueKind.Undefined;
        _at = end;
        return isValid;
    }

    /// <summary>Moves to the next character that is no white space.</summary>
    /// <returns>The character; 0 at the end.</returns>
    private byte Next()
    {
        for (; _at < _json.Length; _at++)
        {
            if (_json[_at] is not ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'))
            {
                return _json[_at];
            }
        }

        return 0;
    }

    /// <summary>One bit for each open container: whether the one around it is an object.</summary>
    [InlineArray(JsonBody.MaxDepth / BitsOfWord)]
    private struct Kinds
    {
        private ulong _first;
    }
}
