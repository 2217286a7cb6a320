namespace RouterMaestro.Domain.Tests;

public sealed class RawJsonTests
{
    [Theory]
    [InlineData("""{"a":1,"b":[true,null]}""", """{ "b" : [ true, null ], "a" : 1 }""")]
    [InlineData("""{"a":1.0}""", """{"a":1.00}""")]
    [InlineData("\"\\u0061\"", "\"a\"")]
    public void Values_that_mean_the_same_are_equal(string left, string right)
    {
        Assert.Equal(RawJson.Parse(left), RawJson.Parse(right));
        Assert.Equal(RawJson.Parse(left).GetHashCode(), RawJson.Parse(right).GetHashCode());
    }

    [Theory]
    [InlineData("""{"a":1}""", """{"a":2}""")]
    [InlineData("""{"a":1}""", """{"a":"1"}""")]
    [InlineData("[1,2]", "[2,1]")]
    [InlineData("{}", "[]")]
    public void Values_that_mean_something_else_are_not(string left, string right) =>
        Assert.NotEqual(RawJson.Parse(left), RawJson.Parse(right));

    [Fact]
    public void Text_that_is_not_json_is_refused() =>
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => RawJson.Parse("{"));
}
