using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RouterMaestro.Protocols.Json;

/// <summary>Finds the ends of values without reading them.</summary>
internal static class JsonSkipper
{
    /// <summary>What stands for an end that is not there.</summary>
    public const int None = -1;

    private static readonly SearchValues<byte> _stringStops = SearchValues.Create(
        [(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(b => (byte)b)]);

    private static readonly SearchValues<byte> _hexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    /// <summary>Skips an object or an array. Of its inside only the brackets are looked at: each must be closed by its own kind.</summary>
    /// <param name="json">The document.</param>
    /// <param name="start">The offset of the opening bracket.</param>
    /// <param name="maxDepth">How deep brackets may be nested, the outermost included.</param>
    /// <param name="children">The number of objects and arrays directly inside.</param>
    /// <returns>The offset behind the closing bracket; <see cref="None"/> when brackets don't match, or not within the depth.</returns>
    public static int SkipContainer(ReadOnlySpan<byte> json, int start, int maxDepth, out int children)
    {
        Span<byte> tail = stackalloc byte[JsonBlock.Size];
        var brackets = new Brackets(stackalloc byte[maxDepth + 1]);
        ulong escapeCarry = 0, stringCarry = 0;
        for (var at = start; at < json.Length; at += JsonBlock.Size)
        {
            scoped var bytes = json[at..];
            if (bytes.Length < JsonBlock.Size)
            {
                tail.Fill((byte)' ');
                bytes.CopyTo(tail);
                bytes = tail;
            }

            var block = JsonBlock.Load(in MemoryMarshal.GetReference(bytes));
            var quotes = block.Quotes;
            if ((block.Backslashes | escapeCarry) != 0)
            {
                quotes &= ~JsonBlock.Escaped(block.Backslashes, ref escapeCarry);
            }

            var inString = stringCarry;
            if (quotes != 0)
            {
                inString ^= JsonBlock.BetweenQuotes(quotes);
                stringCarry = (ulong)((long)inString >> 63);
            }

            var found = (block.Opens | block.Closes) & ~inString;
            if (found != 0 && brackets.Take(bytes, found) is var end and not 0)
            {
                children = brackets.Children;
                return end > 0 ? at + end : None;
            }
        }

        children = 0;
        return None;
    }

    /// <summary>Skips a string.</summary>
    /// <param name="json">The document.</param>
    /// <param name="start">The offset of the opening quote.</param>
    /// <param name="hasEscapes">Whether there are escape sequences.</param>
    /// <returns>The offset behind the closing quote; <see cref="None"/> when the string is not valid.</returns>
    public static int SkipString(ReadOnlySpan<byte> json, int start, out bool hasEscapes)
    {
        hasEscapes = false;
        for (var at = start + 1; ;)
        {
            var length = json[at..].IndexOfAny(_stringStops);
            if (length < 0 || json[at + length] < (byte)' ')
            {
                return None;
            }

            at += length + 1;
            if (json[at - 1] == (byte)'"')
            {
                return at;
            }

            hasEscapes = true;
            at = SkipEscape(json, at);
            if (at < 0)
            {
                return None;
            }
        }
    }

    private static int SkipEscape(ReadOnlySpan<byte> json, int at)
    {
        if (at >= json.Length)
        {
            return None;
        }

        if (json[at] != (byte)'u')
        {
            return "\"\\/bfnrt"u8.Contains(json[at]) ? at + 1 : None;
        }

        const int digits = 4;
        return json.Length - at > digits && !json.Slice(at + 1, digits).ContainsAnyExcept(_hexDigits) ? at + 1 + digits : None;
    }

    /// <summary>The brackets that are open.</summary>
    /// <param name="closers">The closing bracket that each open one waits for, from place 1 on.</param>
    private ref struct Brackets(Span<byte> closers)
    {
        private readonly Span<byte> _closers = closers;
        private int _depth;

        public int Children { get; private set; }

        /// <summary>Takes the brackets of a block in order.</summary>
        /// <returns>The offset behind the bracket that closes the outermost; 0 when it stays open; -1 when brackets don't match.</returns>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public int Take(scoped ReadOnlySpan<byte> block, ulong found)
        {
            const byte toCloser = 2; // in ASCII both pairs are two apart
            do
            {
                var at = BitOperations.TrailingZeroCount(found);
                var bracket = block[at];
                found &= found - 1;
                if (bracket is (byte)'{' or (byte)'[')
                {
                    if (++_depth == _closers.Length)
                    {
                        return None;
                    }

                    _closers[_depth] = (byte)(bracket + toCloser);
                    Children += _depth == 2 ? 1 : 0;
                }
                else if (_closers[_depth] != bracket)
                {
                    return None;
                }
                else if (--_depth == 0)
                {
                    return at + 1;
                }
            }
            while (found != 0);
            return 0;
        }
    }
}
