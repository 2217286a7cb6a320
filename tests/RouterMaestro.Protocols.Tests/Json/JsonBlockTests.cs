using CsCheck;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.Tests.Json;

public class JsonBlockTests
{
    private static readonly Gen<byte> _byte = Gen.OneOf(Gen.Byte, Gen.OneOf("\"\\{}[]:, a{}\""u8.ToArray()));

    [Fact]
    public void Every_width_of_vector_finds_the_same_characters() =>
        _byte.Array[JsonBlock.Size].Sample(
            bytes =>
            {
                Check(bytes, JsonBlock.Load(in bytes[0]));
                Check(bytes, JsonBlock.LoadHalves(in bytes[0]));
                Check(bytes, JsonBlock.LoadQuarters(in bytes[0]));
            },
            iter: 500);

    [Fact]
    public void Escapes_are_told_from_escaped_backslashes_across_blocks() =>
        Gen.OneOf("\\\\\\\\a\""u8.ToArray()).Array[3 * JsonBlock.Size].Sample(
            bytes =>
            {
                var carry = 0UL;
                var isEscaped = false;
                for (var block = 0; block < bytes.Length; block += JsonBlock.Size)
                {
                    var escaped = JsonBlock.Escaped(JsonBlock.Load(in bytes[block]).Backslashes, ref carry);
                    for (var at = 0; at < JsonBlock.Size; at++)
                    {
                        Assert.Equal(isEscaped, ((escaped >> at) & 1) == 1);
                        isEscaped = !isEscaped && bytes[block + at] == (byte)'\\';
                    }
                }
            },
            iter: 300);

    [Fact]
    public void Bytes_between_quotes_are_found_with_and_without_carryless_multiplication() =>
        Gen.ULong.Sample(
            quotes =>
            {
                var between = JsonBlock.BetweenQuotes(quotes);
                Assert.Equal(between, JsonBlock.BetweenQuotesByShifts(quotes));
                var isInside = false;
                for (var at = 0; at < JsonBlock.Size; at++)
                {
                    isInside ^= ((quotes >> at) & 1) == 1;
                    Assert.Equal(isInside, ((between >> at) & 1) == 1);
                }
            },
            iter: 300);

    private static void Check(byte[] bytes, JsonBlock block)
    {
        Assert.Equal(MaskOf(bytes, "\""), block.Quotes);
        Assert.Equal(MaskOf(bytes, "\\"), block.Backslashes);
        Assert.Equal(MaskOf(bytes, "{["), block.Opens);
        Assert.Equal(MaskOf(bytes, "}]"), block.Closes);
    }

    private static ulong MaskOf(byte[] bytes, string characters) =>
        bytes.Select((b, at) => characters.Contains((char)b, StringComparison.Ordinal) ? 1UL << at : 0).Aggregate((a, b) => a | b);
}
