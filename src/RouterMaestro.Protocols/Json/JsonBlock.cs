using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RouterMaestro.Protocols.Json;

/// <summary>Where in 64 bytes of JSON the characters of its structure stand: bit n is byte n.</summary>
internal readonly ref struct JsonBlock
{
    /// <summary>How many bytes a block has.</summary>
    public const int Size = 64;

    private const byte CaseBit = 0x20; // what tells braces from square brackets
    private const ulong OddBits = 0xAAAA_AAAA_AAAA_AAAA;

    private JsonBlock(ulong quotes, ulong backslashes, ulong opens, ulong closes) =>
        (Quotes, Backslashes, Opens, Closes) = (quotes, backslashes, opens, closes);

    public ulong Quotes { get; }

    public ulong Backslashes { get; }

    public ulong Opens { get; }

    public ulong Closes { get; }

    /// <summary>Looks at the 64 bytes that begin at a place.</summary>
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

    /// <summary>Tells which characters a backslash before them escapes.</summary>
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
