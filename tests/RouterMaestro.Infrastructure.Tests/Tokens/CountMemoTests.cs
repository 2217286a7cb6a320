using RouterMaestro.Application.Ports;
using RouterMaestro.Infrastructure.Tokens;

namespace RouterMaestro.Infrastructure.Tests.Tokens;

public sealed class CountMemoTests
{
    private readonly CountMemo _memo = new(10);

    [Fact]
    public void A_count_is_cached_for_its_vocabulary()
    {
        _memo.Add(KeyOf("text"), 3);

        Assert.True(_memo.TryGet(KeyOf("text"), out var tokens));
        Assert.Equal(3, tokens);
        Assert.False(_memo.TryGet(KeyOf("other"), out _));
        Assert.False(_memo.TryGet(CountMemo.Key.Of(TokenVocabulary.Cl100kBase, "text"), out _));
    }

    [Fact]
    public void The_older_half_is_dropped_when_the_cache_is_full()
    {
        for (var i = 0; i < 30; i++)
        {
            _memo.Add(KeyOf($"text {i}"), i);
        }

        Assert.True(_memo.TryGet(KeyOf("text 29"), out var tokens));
        Assert.Equal(29, tokens);
        Assert.False(_memo.TryGet(KeyOf("text 0"), out _));
        Assert.InRange(Enumerable.Range(0, 30).Count(i => _memo.TryGet(KeyOf($"text {i}"), out _)), 10, 20);
    }

    private static CountMemo.Key KeyOf(string text) => CountMemo.Key.Of(TokenVocabulary.O200kBase, text);
}
