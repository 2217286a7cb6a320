using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Domain.Tests;

public sealed class EquatableArrayTests
{
    [Fact]
    public void Arrays_with_equal_elements_are_equal()
    {
        EquatableArray<string> left = ["a", "b"];
        EquatableArray<string> right = ["a", "b"];

        Assert.Equal(left, right);
        Assert.Equal(left.GetHashCode(), right.GetHashCode());
        Assert.True(left == right);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a", "c")]
    [InlineData("b", "a")]
    public void Arrays_with_other_elements_or_another_order_are_not(params string[] other) =>
        Assert.NotEqual((EquatableArray<string>)["a", "b"], other.ToEquatableArray());

    [Fact]
    public void The_default_value_is_an_empty_array()
    {
        Assert.Equal([], default(EquatableArray<int>));
        Assert.True(default(EquatableArray<int>).IsEmpty);
    }

    [Fact]
    public void Messages_built_apart_are_equal_when_they_say_the_same()
    {
        var left = new Message(Role.User, [new TextPart("hi"), new ToolResultPart("1", [new TextPart("ok")])]);
        var right = new Message(Role.User, [new TextPart("hi"), new ToolResultPart("1", [new TextPart("ok")])]);

        Assert.Equal(left, right);
        Assert.NotEqual(left, right with { Parts = [new TextPart("hi")] });
    }
}
