using System.Runtime.CompilerServices;
using System.Text.Json;

namespace RouterMaestro.Protocols.Json;

/// <summary>
/// Checks an object or array by the whole grammar of JSON in one pass, without reading it. <see cref="JsonSkipper"/> is faster for large values, but
/// checks the brackets only.
/// </summary>
internal static class JsonValidator
{
    private const int BitsOfWord = 64;
    private const int ShortString = 32;
    private const int ShortNumber = 9;

    /// <summary>Skips an object or an array.</summary>
    /// <param name="json">The document.</param>
    /// <param name="start">The offset of the opening bracket.</param>
    /// <param name="maxDepth">The maximum depth of brackets, the outermost included; at most <see cref="JsonBody.MaxDepth"/>.</param>
    /// <param name="children">The number of objects and arrays directly inside.</param>
    /// <returns>The offset after the closing bracket; <see cref="JsonSkipper.None"/> if the value is not valid JSON, or nested too deep.</returns>
    public static int SkipContainer(ReadOnlySpan<byte> json, int start, int maxDepth, out int children)
    {
        // memory on the stack lets the runtime compile the loop with all optimisations at once: every frame of every stream passes here
        var walk = new Walk(json, stackalloc ulong[JsonBody.MaxDepth / BitsOfWord]) { At = start };
        var isValid = true;
        do
        {
            isValid = walk.Step(maxDepth);
        }
        while (isValid && walk.Depth > 0);

        children = walk.Children;
        return isValid ? walk.At : JsonSkipper.None;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int SkipBlanks(ReadOnlySpan<byte> json, int at)
    {
        while (at < json.Length && json[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            at++;
        }

        return at;
    }

    /// <summary>Skips a name and its colon.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int SkipKey(ReadOnlySpan<byte> json, int at)
    {
        at = SkipString(json, at);
        if (at < 0)
        {
            return at;
        }

        at = SkipBlanks(json, at);
        return at < json.Length && json[at] == (byte)':' ? at + 1 : JsonSkipper.None;
    }

    // most strings of a frame are shorter than what a vectorised search pays for
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int SkipString(ReadOnlySpan<byte> json, int start)
    {
        var end = Math.Min(json.Length, start + ShortString);
        for (var at = start + 1; at < end; at++)
        {
            if (json[at] == (byte)'"')
            {
                return at + 1;
            }

            if (json[at] is (byte)'\\' or < (byte)' ')
            {
                break;
            }
        }

        return JsonSkipper.SkipString(json, start, out _);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int SkipScalar(ReadOnlySpan<byte> json, int start)
    {
        // a short whole number
        var at = start;
        while (at < json.Length && at - start < ShortNumber && (uint)(json[at] - '0') <= 9)
        {
            at++;
        }

        if (at > start && at < json.Length && json[at] is (byte)',' or (byte)'}' or (byte)']' && (json[start] != (byte)'0' || at == start + 1))
        {
            return at;
        }

        if (json[start] == (byte)'n' && json.Length - start > 4 && json.Slice(start, 4).SequenceEqual("null"u8) && json[start + 4] is (byte)',' or (byte)'}' or (byte)']')
        {
            return start + 4;
        }

        var end = JsonScalars.EndOf(json, start);
        return JsonScalars.KindOf(json[start..end]) == JsonValueKind.Undefined ? JsonSkipper.None : end;
    }

    /// <summary>The place in a container, and what may come there.</summary>
    /// <param name="json">The document.</param>
    /// <param name="kinds">One bit for each open container: whether it is an object.</param>
    private ref struct Walk(ReadOnlySpan<byte> json, Span<ulong> kinds)
    {
        private readonly ReadOnlySpan<byte> _json = json;
        private readonly Span<ulong> _kinds = kinds;
        private bool _isObject;
        private bool _needsKey;
        private bool _needsComma;
        private bool _mayEnd;

        public int At { get; set; }

        public int Depth { get; private set; }

        public int Children { get; private set; }

        /// <summary>Moves over the next bracket, comma, name or value.</summary>
        /// <returns>False if it is not valid there.</returns>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Step(int maxDepth)
        {
            At = SkipBlanks(_json, At);
            if (At >= _json.Length)
            {
                return false;
            }

            var next = _json[At];
            if (next is (byte)'}' or (byte)']')
            {
                return _mayEnd && _isObject == (next == (byte)'}') && Close();
            }

            if (_needsComma)
            {
                At++;
                _needsComma = _mayEnd = false;
                return next == (byte)',';
            }

            if (_needsKey)
            {
                At = next == (byte)'"' ? SkipKey(_json, At) : JsonSkipper.None;
                _needsKey = _mayEnd = false;
                return At >= 0;
            }

            return next is (byte)'{' or (byte)'[' ? Open(next == (byte)'{', maxDepth) : SkipValue(next);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private bool SkipValue(byte next)
        {
            At = next == (byte)'"' ? SkipString(_json, At) : SkipScalar(_json, At);
            (_needsComma, _needsKey, _mayEnd) = (true, _isObject, true);
            return At >= 0;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private bool Open(bool isObject, int maxDepth)
        {
            if (Depth == maxDepth)
            {
                return false;
            }

            Children += Depth == 1 ? 1 : 0;
            ref var word = ref _kinds[Depth / BitsOfWord];
            var bit = 1UL << (Depth % BitsOfWord);
            word = isObject ? word | bit : word & ~bit;
            _isObject = _needsKey = isObject;
            _mayEnd = true;
            Depth++;
            At++;
            return true;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private bool Close()
        {
            At++;
            Depth--;
            _isObject = Depth > 0 && (_kinds[(Depth - 1) / BitsOfWord] & (1UL << ((Depth - 1) % BitsOfWord))) != 0;
            (_needsComma, _needsKey) = (true, _isObject);
            return true;
        }
    }
}
