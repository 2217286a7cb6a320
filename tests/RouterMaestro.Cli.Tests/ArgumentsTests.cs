using RouterMaestro.Cli.Parsing;

namespace RouterMaestro.Cli.Tests;

public sealed class ArgumentsTests
{
    [Theory]
    [InlineData("-v", "--version")]
    [InlineData("model priority a/b --position 2", "model priority add a/b --position 2")]
    [InlineData("model priority a/b", "model priority add a/b")]
    [InlineData("model priority --position 2 a/b", "model priority add --position 2 a/b")]
    [InlineData("model priority -p 2 a/b", "model priority add -p 2 a/b")]
    [InlineData("model priority add a/b -p 2", "model priority add a/b -p 2")]
    [InlineData("model priority remove a/b", "model priority remove a/b")]
    [InlineData("model priority list --json", "model priority list --json")]
    [InlineData("model priority clear", "model priority clear")]
    [InlineData("model priority remov a/b", "model priority remov a/b")]
    [InlineData("model priority --help", "model priority --help")]
    [InlineData("model priority -h", "model priority -h")]
    [InlineData("model priority", "model priority")]
    [InlineData("model list", "model list")]
    [InlineData("priority a/b", "priority a/b")]
    public void Spellings_that_the_library_does_not_know_are_rewritten(string given, string meant) =>
        Assert.Equal(meant.Split(' '), Arguments.Normalize(given.Split(' ')));

    [Fact]
    public void Nothing_stays_nothing() => Assert.Empty(Arguments.Normalize([]));
}
