using System.Text;
using CsCheck;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Protocols.Tests.Json;

public class TopLevelScannerTests
{
    [Fact]
    public void Random_objects_are_read_as_the_slow_reader_does() =>
        Gen.Select(RandomJson.Objects, Gen.Int[0, 70]).Sample(
            (text, shift) =>
            {
                var json = Encoding.UTF8.GetBytes(new string(' ', shift) + text + new string('\n', shift % 3));
                var (expected, _) = SlowScanner.Read(json);
                Assert.NotNull(expected);
                Assert.Equal(expected, Scan(json));
            },
            iter: 1000);

    [Fact]
    public void Damage_at_the_top_level_is_always_found_and_damage_below_never_misleads()
    {
        var damage = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 100_000], Gen.OneOf("{}[]\",:\\ 0tn-.e\n\u0001x"u8.ToArray()));
        var broken = 0;
        Gen.Select(RandomJson.Objects, damage).Sample(
            (text, how) =>
            {
                var json = Damage(Encoding.UTF8.GetBytes(text), how);
                var (expected, brokenAtDepth) = SlowScanner.Read(json);
                var actual = Scan(json);
                if (expected is not null)
                {
                    Assert.Equal(expected, actual);
                }
                else if (brokenAtDepth <= 1)
                {
                    Interlocked.Increment(ref broken);
                    Assert.True(actual is null, Encoding.UTF8.GetString(json));
                }
            },
            iter: 3000);
        Assert.True(broken > 100, $"only {broken} samples were broken at the top level");
    }

    [Fact]
    public void A_strict_scan_finds_damage_at_any_depth()
    {
        var damage = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 100_000], Gen.OneOf("{}[]\",:\\ 0tn-.e\n\u0001x"u8.ToArray()));
        var broken = 0;
        Gen.Select(RandomJson.Objects, damage).Sample(
            (text, how) =>
            {
                var json = Damage(Encoding.UTF8.GetBytes(text), how);
                var (expected, brokenAtDepth) = SlowScanner.Read(json);
                var scanner = new TopLevelScanner(json, isStrict: true);
                while (scanner.Read())
                {
                    // only the end counts
                }

                Assert.True(scanner.IsBroken == expected is null, Encoding.UTF8.GetString(json));
                Interlocked.Add(ref broken, brokenAtDepth > 1 ? 1 : 0);
            },
            iter: 3000);
        Assert.True(broken > 100, $"only {broken} samples were broken below the top level");
    }

    [Fact]
    public void A_strict_scan_has_the_same_limit_on_depth()
    {
        foreach (var (depth, isBroken) in new[] { (JsonBody.MaxDepth - 1, false), (JsonBody.MaxDepth, true) })
        {
            var scanner = new TopLevelScanner(Encoding.UTF8.GetBytes($"{{\"a\":{new string('[', depth)}{new string(']', depth)}}}"), isStrict: true);
            Assert.Equal(!isBroken, scanner.Read());
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("[]")]
    [InlineData("\"{}\"")]
    [InlineData("{")]
    [InlineData("{}x")]
    [InlineData("{} {}")]
    [InlineData("{}\0")]
    [InlineData("{,}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"a\":1 \"b\":2}")]
    [InlineData("{\"a\" 1}")]
    [InlineData("{\"a\":}")]
    [InlineData("{a:1}")]
    [InlineData("{\"a\":01}")]
    [InlineData("{\"a\":+1}")]
    [InlineData("{\"a\":1.}")]
    [InlineData("{\"a\":1e}")]
    [InlineData("{\"a\":-}")]
    [InlineData("{\"a\":tru}")]
    [InlineData("{\"a\":nulll}")]
    [InlineData("{\"a\":NaN}")]
    [InlineData("{\"a\":1//\n}")]
    [InlineData("{\"a\":\"\\x\"}")]
    [InlineData("{\"a\":\"\\u12g4\"}")]
    [InlineData("{\"a\":\"\\u12\"}")]
    [InlineData("{\"a\":\"line\nend\"}")]
    [InlineData("{\"a\":\"\\")]
    [InlineData("{\"a\":\"b}")]
    [InlineData("{\"a\":[}]")]
    [InlineData("{\"a\":{\"b\":[1}]}")]
    [InlineData("{\"a\":[1]]}")]
    [InlineData("{\"a\":[\"]\"}")]
    public void What_is_no_object_is_broken(string json) => Assert.Null(Scan(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public void Values_may_nest_to_depth_256_in_all(int inner, bool isFine)
    {
        foreach (var (open, close) in new[] { ("[", "]"), ("{\"a\":", "}") })
        {
            var deep = string.Concat(Enumerable.Repeat(open, inner)) + "1" + string.Concat(Enumerable.Repeat(close, inner));
            var json = Encoding.UTF8.GetBytes($"{{\"x\":{deep}}}");
            Assert.Equal(isFine, Scan(json) is not null);
            Assert.Equal(isFine, SlowScanner.Read(json).Members is not null);
        }
    }

    [Fact]
    public void Brackets_and_quotes_at_the_borders_of_blocks_are_read_rightly()
    {
        foreach (var size in Enumerable.Range(0, 200))
        {
            foreach (var tail in new[] { "\\\\", "\\\"", "]", "\\\\\\\"", "{" })
            {
                var json = Encoding.UTF8.GetBytes($"{{\"a\":[\"{new string('x', size)}{tail}\"],\"b\":\"{new string('y', size)}{tail}\",\"c\":[{{}},[]]}}");
                Assert.Equal(SlowScanner.Read(json).Members, Scan(json));
            }
        }
    }

    [Fact]
    public void Keys_are_told_in_whatever_spelling()
    {
        foreach (var (key, isModel) in new[] { ("model", true), ("mod\\u0065l", true), ("\\u006D\\u006fdel", true), ("mod\\u00e9l", false), ("model\\n", false), ("mode\\/", false), ("", false) })
        {
            var scanner = new TopLevelScanner(Encoding.UTF8.GetBytes($"{{\"{key}\":1}}"));
            Assert.True(scanner.Read());
            Assert.Equal(isModel, scanner.IsKey("model"u8));
        }
    }

    private static List<SlowScanner.Member>? Scan(byte[] json)
    {
        var members = new List<SlowScanner.Member>();
        var scanner = new TopLevelScanner(json);
        while (scanner.Read())
        {
            members.Add(new(TextOf(json, scanner.Key), TextOf(json, scanner.Value), scanner.Kind, scanner.Children));
        }

        return scanner.IsBroken ? null : members;
    }

    private static string TextOf(byte[] json, ByteRange place) => Encoding.UTF8.GetString(json, place.Start, place.Length);

    private static byte[] Damage(byte[] json, (int Kind, int Place, byte Value) how)
    {
        var at = how.Place % json.Length;
        return how.Kind switch
        {
            0 => [.. json[..at], how.Value, .. json[at..]],
            1 => [.. json[..at], how.Value, .. json[(at + 1)..]],
            _ => [.. json[..at], .. json[(at + 1)..]],
        };
    }
}
