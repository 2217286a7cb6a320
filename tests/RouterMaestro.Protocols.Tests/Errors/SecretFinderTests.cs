using System.Globalization;
using System.Text;
using System.Text.Json;
using RouterMaestro.Protocols.Errors;

namespace RouterMaestro.Protocols.Tests.Errors;

public sealed class SecretFinderTests
{
    private const string Secret = "can+ary/Zx81-Qq27wE";

    [Theory]
    [InlineData("a can+ary/Zx81-Qq27wE b", "a *** b")]
    [InlineData("acan+ary/Zx81-Qq27wEb", "a***b")]
    [InlineData("can+ary\\/Zx81-Qq27wE", "***")]
    [InlineData("can\\u002bary\\/Zx81\\u002DQq27wE.", "***.")]
    [InlineData("can\\\\u002Bary\\\\/Zx81-Qq27wE", "***")]
    [InlineData("?x=can%2Bary%2fZx81-Qq27wE&y", "?x=***&y")]
    [InlineData("can+ary/Zx81-Qq27w", "can+ary/Zx81-Qq27w")]
    [InlineData("\\\\can+ary/Zx81-Qq27wE\\\\", "\\\\***\\\\")]
    [InlineData("\\ncan+ary/Zx81-Qq27wE\\n", "\\n***\\n")]
    [InlineData("can+ary/Zx81-Qq27wE, can+ary/Zx81-Qq27wE", "***, ***")]
    public void A_secret_is_masked_in_every_writing(string text, string expected)
    {
        var finder = new SecretFinder([Secret]);

        Assert.Equal(expected, finder.Apply(text));
        Assert.Equal(text != expected, finder.IsIn(text));
        Assert.Equal(text == expected ? null : expected, finder.Apply(Encoding.UTF8.GetBytes(text)) is { } masked ? Encoding.UTF8.GetString(masked) : null);
    }

    [Theory]
    [InlineData("the key test is wrong", "the key *** is wrong")]
    [InlineData("\"test\"", "\"***\"")]
    [InlineData("test/llama", "test/llama")]
    [InlineData("contest testing test-1 a_test", "contest testing test-1 a_test")]
    public void A_short_secret_is_masked_as_a_word_only(string text, string expected) => Assert.Equal(expected, new SecretFinder(["test"]).Apply(text));

    [Theory]
    [InlineData("sk-proj-AbCdEf12", "***")]
    [InlineData("{\"a\":\"sk\\u002dproj-AbCdEf12\",\"b\":1}", "{\"a\":\"***\",\"b\":1}")]
    [InlineData("\"https:\\/\\/me:pw@host\\/x\"", "\"https:\\/\\/***@host\\/x\"")]
    [InlineData("\"?key=abc\\\" x\"", "\"?key=***\\\" x\"")]
    [InlineData("Bearer abcdef\\nmore", "Bearer ***\\nmore")]
    [InlineData("task-force and key-value pairs, sk-1", "task-force and key-value pairs, sk-1")]
    [InlineData("50% of \\u00e9 and \\", "50% of \\u00e9 and \\")]
    public void Words_in_the_form_of_a_key_are_masked_and_the_JSON_around_them_stays_whole(string text, string expected) =>
        Assert.Equal(expected, SecretFinder.Forms.Apply(text));

    [Fact]
    public void A_masked_JSON_document_stays_one_and_holds_no_secret()
    {
        var random = new Random(13);
        for (var round = 0; round < 20_000; round++)
        {
            var secret = Word(random, 12, "abcXYZ019+/=-_.~");
            string[] texts = [.. Enumerable.Range(0, 3).Select(_ => Word(random, random.Next(6), "ab\"\\/n\n é%2u0") + (random.Next(2) == 0 ? secret : "") + Word(random, random.Next(6), "ab\"\\/n\n é%2u0"))];
            var json = $"{{{Quoted(random, texts[0])}:[{Quoted(random, texts[1])},7],\"x\":{Quoted(random, JsonSerializer.Serialize(texts[2]))}}}";

            var masked = Encoding.UTF8.GetString(new SecretFinder([secret]).Apply(Encoding.UTF8.GetBytes(json)) ?? Encoding.UTF8.GetBytes(json));

            using var document = JsonDocument.Parse(masked);
            Assert.DoesNotContain(secret, string.Concat(document.RootElement.EnumerateObject().Select(m => m.Name + (m.Value.ValueKind == JsonValueKind.Array ? m.Value[0].GetString() : m.Value.GetString()))), StringComparison.Ordinal);
            Assert.True(masked == json || texts.Any(t => t.Contains(secret, StringComparison.Ordinal)), json);
        }
    }

    [Fact]
    public void A_beginning_at_a_cut_is_masked()
    {
        var finder = new SecretFinder([Secret]);

        Assert.Equal("the key ***", finder.WithoutCutSecret("the key can+ary/Z"));
        Assert.Equal("the can", finder.WithoutCutSecret("the can"));
    }

    private static string Word(Random random, int length, string characters) => new([.. Enumerable.Range(0, length).Select(_ => characters[random.Next(characters.Length)])]);

    // a JSON string whose characters are escaped or not by chance
    private static string Quoted(Random random, string text)
    {
        var json = new StringBuilder("\"");
        foreach (var c in text)
        {
            var code = (int)c;
            json.Append(random.Next(4) switch
            {
                0 => string.Create(CultureInfo.InvariantCulture, $"\\u{code:x4}"),
                1 => string.Create(CultureInfo.InvariantCulture, $"\\u{code:X4}"),
                _ => c switch { '"' => "\\\"", '\\' => "\\\\", '\n' => "\\n", '/' when random.Next(2) == 0 => "\\/", _ => $"{c}" },
            });
        }

        return json.Append('"').ToString();
    }
}
