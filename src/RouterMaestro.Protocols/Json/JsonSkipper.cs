using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text.Json;
using RouterMaestro.Domain;

namespace RouterMaestro.Protocols.Json;

/// <summary>Finds the ends of values without reading them.</summary>
internal static class JsonSkipper
{
    /// <summary>The result if there is no end.</summary>
    public const int None = -1;

    private static readonly SearchValues<byte> _stringStops = SearchValues.Create(
        [(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(b => (byte)b)]);

    private static readonly SearchValues<byte> _hexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    /// <summary>Skips an object or an array. Inside it only the brackets are checked: each must be closed by one of its kind.</summary>
    /// <param name="json">The document.</param>
    /// <param name="start">The offset of the opening bracket.</param>
    /// <param name="maxDepth">The maximum depth of brackets, the outermost included.</param>
    /// <param name="children">The number of objects and arrays directly inside.</param>
    /// <param name="lastChild">The offset of the last of them; 0 if there is none.</param>
    /// <returns>The offset after the closing bracket; <see cref="None"/> when brackets don't match, or are nested too deep.</returns>
    public static int SkipContainer(ReadOnlySpan<byte> json, int start, int maxDepth, out int children, out int lastChild)
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
            if (found != 0 && brackets.Take(bytes, found, at) is var end and not 0)
            {
                (children, lastChild) = (brackets.Children, brackets.LastChild);
                return end > 0 ? at + end : None;
            }
        }

        (children, lastChild) = (0, 0);
        return None;
    }

    /// <summary>Skips a string.</summary>
    /// <param name="json">The document.</param>
    /// <param name="start">The offset of the opening quote.</param>
    /// <param name="hasEscapes">Whether there are escape sequences.</param>
    /// <returns>The offset after the closing quote; <see cref="None"/> when the string is not valid.</returns>
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

        public int LastChild { get; private set; }

        /// <summary>Takes the brackets of a block in order.</summary>
        /// <returns>The offset after the bracket that closes the outermost; 0 when it stays open; -1 when brackets don't match.</returns>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public int Take(scoped ReadOnlySpan<byte> block, ulong found, int start)
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
                    if (_depth == 2)
                    {
                        Children++;
                        LastChild = start + at;
                    }
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

/// <summary>The places of the structural characters in 64 bytes of JSON: bit n is byte n.</summary>
internal readonly ref struct JsonBlock
{
    /// <summary>The number of bytes in a block.</summary>
    public const int Size = 64;

    private const byte CaseBit = 0x20; // the bit in which braces and square brackets differ
    private const ulong OddBits = 0xAAAA_AAAA_AAAA_AAAA;

    private JsonBlock(ulong quotes, ulong backslashes, ulong opens, ulong closes) =>
        (Quotes, Backslashes, Opens, Closes) = (quotes, backslashes, opens, closes);

    public ulong Quotes { get; }

    public ulong Backslashes { get; }

    public ulong Opens { get; }

    public ulong Closes { get; }

    /// <summary>Reads the 64 bytes from an offset on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static JsonBlock Load(ref readonly byte start)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            var all = Vector512.LoadUnsafe(in start);
            var folded = all | Vector512.Create(CaseBit);
            return new(
                Vector512.Equals(all, Vector512.Create((byte)'"')).ExtractMostSignificantBits(),
                Vector512.Equals(all, Vector512.Create((byte)'\\')).ExtractMostSignificantBits(),
                Vector512.Equals(folded, Vector512.Create((byte)'{')).ExtractMostSignificantBits(),
                Vector512.Equals(folded, Vector512.Create((byte)'}')).ExtractMostSignificantBits());
        }

        return Vector256.IsHardwareAccelerated ? LoadHalves(in start) : LoadQuarters(in start);
    }

    /// <summary>Returns the characters that are escaped by the backslash before them.</summary>
    /// <param name="backslashes">The backslashes of a block.</param>
    /// <param name="carry">Whether the block's first character is escaped; afterwards, whether the next block's is: 0 or 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Escaped(ulong backslashes, ref ulong carry)
    {
        if (backslashes == 0)
        {
            var first = carry;
            carry = 0;
            return first;
        }

        // a run of backslashes escapes every other character: subtracting its start carries through the run, and shows its parity
        var starting = backslashes & ~carry;
        var alternating = (((starting << 1) | OddBits) - starting) ^ OddBits;
        var escaped = alternating ^ (backslashes | carry);
        carry = (alternating & backslashes) >> 63;
        return escaped;
    }

    /// <summary>Sets each bit that an odd number of set bits stands at or below: between an opening quote and its closing one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong BetweenQuotes(ulong quotes) => Pclmulqdq.IsSupported
        ? Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(quotes), Vector128<ulong>.AllBitsSet, 0).ToScalar()
        : BetweenQuotesByShifts(quotes);

    /// <summary>The same for processors that cannot multiply without carrying.</summary>
    internal static ulong BetweenQuotesByShifts(ulong quotes)
    {
        quotes ^= quotes << 1;
        quotes ^= quotes << 2;
        quotes ^= quotes << 4;
        quotes ^= quotes << 8;
        quotes ^= quotes << 16;
        return quotes ^ (quotes << 32);
    }

    /// <summary>The same for processors with vectors of 32 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static JsonBlock LoadHalves(ref readonly byte start)
    {
        var (low, high) = (Vector256.LoadUnsafe(in start), Vector256.LoadUnsafe(in start, 32));
        var (lowFolded, highFolded) = (low | Vector256.Create(CaseBit), high | Vector256.Create(CaseBit));
        return new(
            Mask(low, high, (byte)'"'), Mask(low, high, (byte)'\\'), Mask(lowFolded, highFolded, (byte)'{'), Mask(lowFolded, highFolded, (byte)'}'));

        static ulong Mask(Vector256<byte> low, Vector256<byte> high, byte value) =>
            Vector256.Equals(low, Vector256.Create(value)).ExtractMostSignificantBits()
            | ((ulong)Vector256.Equals(high, Vector256.Create(value)).ExtractMostSignificantBits() << 32);
    }

    /// <summary>The same for processors with vectors of 16 bytes.</summary>
    internal static JsonBlock LoadQuarters(ref readonly byte start)
    {
        ulong quotes = 0, backslashes = 0, opens = 0, closes = 0;
        for (var at = 0; at < Size; at += Vector128<byte>.Count)
        {
            var part = Vector128.LoadUnsafe(in start, (nuint)at);
            var folded = part | Vector128.Create(CaseBit);
            quotes |= Mask(part, (byte)'"') << at;
            backslashes |= Mask(part, (byte)'\\') << at;
            opens |= Mask(folded, (byte)'{') << at;
            closes |= Mask(folded, (byte)'}') << at;
        }

        return new(quotes, backslashes, opens, closes);

        static ulong Mask(Vector128<byte> part, byte value) => Vector128.Equals(part, Vector128.Create(value)).ExtractMostSignificantBits();
    }
}

/// <summary>Checks text for visible characters without decoding it.</summary>
internal static class JsonBlank
{
    public static bool IsBlank(JsonText text) => IsBlank(text.Escaped.Span);

    /// <summary>Returns true if escaped text is white space only.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> escaped) => SkipBlank(escaped).IsEmpty;

    /// <summary>Returns escaped text from its first character that is not white space.</summary>
    public static ReadOnlySpan<byte> SkipBlank(ReadOnlySpan<byte> escaped)
    {
        while (!escaped.IsEmpty)
        {
            if (escaped[0] == ' ')
            {
                escaped = escaped[1..];
            }
            else if (escaped.Length > 1 && escaped[0] == '\\' && escaped[1] is (byte)'n' or (byte)'r' or (byte)'t')
            {
                escaped = escaped[2..];
            }
            else
            {
                break;
            }
        }

        return escaped;
    }
}

/// <summary>Reads counts. A value of another type counts as absent.</summary>
internal static class JsonCounts
{
    /// <summary>Moves to the next value and reads it as a count.</summary>
    /// <param name="reader">The reader, on a property name; afterwards on the value's last token. It must hold the whole document.</param>
    /// <returns>The count; null if the value is not a number of at least 0, such as null.</returns>
    public static long? ReadCount(ref Utf8JsonReader reader)
    {
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.Number when reader.TryGetInt64(out var whole):
                return whole < 0 ? null : whole;
            case JsonTokenType.Number when reader.TryGetDouble(out var number) && number is >= 0 and < long.MaxValue:
                return (long)number;
            default:
                reader.Skip();
                return null;
        }
    }
}
