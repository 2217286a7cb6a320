using System.Text.Json;
using RouterMaestro.Application.Ports;
using RouterMaestro.Infrastructure.Tokens;
using RouterMaestro.TestKit;

namespace RouterMaestro.Infrastructure.Tests.Tokens;

/// <summary>Counts follow the published vocabularies.</summary>
public sealed class VocabularyTests(TokenizerFixture fixture) : IClassFixture<TokenizerFixture>
{
    private readonly TextTokenizer _tokenizer = fixture.Tokenizer;

    [SharedDataFact]
    public void Counts_that_independent_tokenizers_agree_on_are_ours_too()
    {
        using var document = Open("bpe-counts.json");
        var rows = document.RootElement.GetProperty("rows").EnumerateArray().ToList();

        Assert.True(rows.Count > 60);
        Assert.All(rows, row =>
        {
            var text = row.GetProperty("text").GetString()!;
            Assert.Equal(row.GetProperty("o200k_base").GetProperty("count").GetInt32(), _tokenizer.Count(TokenVocabulary.O200kBase, text));
            Assert.Equal(row.GetProperty("cl100k_base").GetProperty("count").GetInt32(), _tokenizer.Count(TokenVocabulary.Cl100kBase, text));
        });
    }

    [SharedDataFact]
    public void Counts_of_the_reference_implementation_are_ours_too()
    {
        using var document = Open("tiktoken-testplans.json");
        var rows = document.RootElement.GetProperty("rows").EnumerateArray().Where(row => VocabularyOf(row) is not null).ToList();

        Assert.True(rows.Count > 50);
        Assert.All(rows, row => Assert.Equal(
            row.GetProperty("count").GetInt32(), _tokenizer.Count(VocabularyOf(row)!.Value, row.GetProperty("text").GetString()!)));
    }

    [Theory]
    [InlineData("<|endoftext|>", 7)]
    [InlineData("<|fim_prefix|>", 7)]
    [InlineData("<|endoftext|><|endoftext|>", 14)]
    [InlineData("<|", 1)]
    [InlineData("<||>", 2)]
    public void Text_that_spells_a_special_token_is_counted_as_text(string text, int tokens)
    {
        var count = _tokenizer.Count(TokenVocabulary.Cl100kBase, text);

        Assert.InRange(count, tokens - 1, tokens + 1);
        Assert.Equal(count, _tokenizer.Count(TokenVocabulary.Cl100kBase, text + " ") - (text.Length > 0 ? 1 : 0));
    }

    /// <summary>Words as long as these take a tokenizer minutes unless they are cut.</summary>
    [Theory]
    [InlineData("a", 200_000, 25_000)]
    [InlineData(" ", 200_000, 1_563)]
    [InlineData("\n/", 100_000, 100_000)]
    [InlineData("a\u0301", 100_000, 200_000)]
    [InlineData("-\u0301", 100_000, 200_000)]
    [InlineData("漢", 100_000, 100_000)]
    [InlineData("😀", 50_000, 50_000)]
    public void A_very_long_word_is_counted_quickly(string piece, int times, int tokens)
    {
        var text = string.Concat(Enumerable.Repeat(piece, times));

        Assert.InRange(_tokenizer.Count(TokenVocabulary.O200kBase, text), tokens * 0.99, tokens * 1.01);
    }

    [Fact]
    public void The_pieces_of_a_text_join_to_the_text()
    {
        var text = string.Concat(Enumerable.Range(0, 3000).Select(i => $"<|x{i}|> ünï {new string('漢', i % 700)}\n/😀a\u0301 "));
        var pieces = new List<string>();
        for (var cut = new TextPieces(text); cut.MoveNext();)
        {
            pieces.Add(cut.Current.ToString());
        }

        Assert.Equal(text, string.Concat(pieces));
        Assert.DoesNotContain(pieces, piece => piece.Length == 0 || char.IsLowSurrogate(piece[0]));
    }

    [Fact]
    public async Task Concurrent_counts_are_correct()
    {
        var text = string.Join(' ', Enumerable.Range(0, 2000).Select(i => $"word{i}"));

        var counts = await Task.WhenAll(Enumerable.Range(0, 25).Select(_ => Task.Run(() => _tokenizer.Count(TokenVocabulary.O200kBase, text))));

        Assert.Single(counts.Distinct());
        Assert.Equal(counts[0], new TextTokenizer().Count(TokenVocabulary.O200kBase, text));
    }

    private static JsonDocument Open(string name) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SharedData.Root!, "tokens", name)));

    private static TokenVocabulary? VocabularyOf(JsonElement row) => row.GetProperty("encoding").GetString() switch
    {
        "o200k_base" => TokenVocabulary.O200kBase,
        "cl100k_base" => TokenVocabulary.Cl100kBase,
        _ => null,
    };
}
