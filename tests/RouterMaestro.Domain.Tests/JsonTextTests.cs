using System.Text;
using System.Text.Json;
using CsCheck;

namespace RouterMaestro.Domain.Tests;

public sealed class JsonTextTests
{
    [Fact]
    public void Any_string_survives() =>
        Gen.String.Sample(text => JsonText.FromString(text).ToString() == Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void The_quoted_form_is_a_json_string() =>
        Gen.String.Sample(text => JsonSerializer.Deserialize<string>(JsonText.FromString(text).Quoted.Span) == Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("\"a\\u0062c\"", "abc")]
    [InlineData("\"\\n\\\"\\\\\"", "\n\"\\")]
    [InlineData("\"\\ud83d\\ude00\"", "😀")]
    public void Spellings_of_one_text_are_equal(string quoted, string text)
    {
        var left = JsonText.FromQuoted(Encoding.UTF8.GetBytes(quoted));

        Assert.Equal(JsonText.FromString(text), left);
        Assert.Equal(JsonText.FromString(text).GetHashCode(), left.GetHashCode());
    }

    [Theory]
    [InlineData("\"a\\ud800b\"", "a\uFFFDb")]
    [InlineData("\"\\udc00\"", "\uFFFD")]
    [InlineData("\"\\ud800\\ud83d\\ude00\"", "\uFFFD😀")]
    [InlineData("\"\\\\ud800\"", "\\ud800")]
    [InlineData("\"\\uD83D\\uD83D\"", "\uFFFD\uFFFD")]
    public void Lone_surrogates_are_replaced_and_nothing_else(string quoted, string text) =>
        Assert.Equal(text, JsonText.FromQuoted(Encoding.UTF8.GetBytes(quoted)).ToString());

    [Fact]
    public void The_default_value_is_the_empty_text()
    {
        Assert.Equal("", default(JsonText).ToString());
        Assert.Equal(JsonText.FromString(""), default);
        Assert.Equal("\"\"", Encoding.UTF8.GetString(default(JsonText).Quoted.Span));
    }
}
