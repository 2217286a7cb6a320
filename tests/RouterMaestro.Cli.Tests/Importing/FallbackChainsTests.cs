using RouterMaestro.Cli.Importing.Plans;

namespace RouterMaestro.Cli.Tests.Importing;

/// <summary>Chains of fallbacks as one list.</summary>
public sealed class FallbackChainsTests
{
    [Theory]
    [InlineData("a b c", "a b c", "")]
    [InlineData("a c|b c", "a b c", "")]
    [InlineData("b c|a b", "a b c", "")]
    [InlineData("a b|b a", "a b", "b:a")]
    [InlineData("a b c|c d a", "a b c d", "d:a")]
    [InlineData("a a b", "a b", "")]
    [InlineData("A b|a c", "A b c", "")]
    public void A_model_stands_before_its_fallbacks(string chains, string priorities, string misfits)
    {
        var all = new FallbackChains();
        var found = chains.Split('|').SelectMany(chain => all.Add(chain.Split(' '))).Select(misfit => $"{misfit.Model}:{misfit.Fallback}").ToArray();

        Assert.Equal(misfits, string.Join(' ', found));
        Assert.Equal(priorities, string.Join(' ', all.ToPriorities()));
    }

    [Fact]
    public void The_longest_chain_says_how_many_other_models_are_tried()
    {
        var all = new FallbackChains();
        all.Add(["a"]);
        Assert.Equal(0, all.MaxRetries);
        all.Add(["a", "b", "c"]);
        Assert.Equal(2, all.MaxRetries);
        all.Add(Enumerable.Range(0, 30).Select(number => $"m{number}"));
        Assert.Equal(10, all.MaxRetries);
    }
}
