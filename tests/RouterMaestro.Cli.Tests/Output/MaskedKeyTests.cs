using RouterMaestro.Cli.Output;

namespace RouterMaestro.Cli.Tests.Output;

public sealed class MaskedKeyTests
{
    [Theory]
    [InlineData("sk-rm-cnZ7gdgntJtZybULWwF3ICbOkkVBugpYGPpNveO3gYI", "sk-rm-cnZ7gd...3gYI")]
    [InlineData("0123456789abcdef0123456789abcdef", "0123456789ab...cdef")]
    [InlineData("0123456789abcdef0123456789abcde", "****")]
    [InlineData("short", "****")]
    public void Enough_of_a_long_key_is_shown_and_nothing_of_a_short_one(string key, string shown) =>
        Assert.Equal(shown, MaskedKey.Of(key));
}
