using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.Tokenizers;
using RouterMaestro.Application.Ports;

namespace RouterMaestro.Infrastructure.Tokens;

/// <summary>Counts tokens with vocabularies from NuGet packages. Each one is loaded on first use and stays loaded.</summary>
internal sealed class TextTokenizer : ITextTokenizer
{
    // for shorter texts a count is as fast as a lookup
    private const int MinRemembered = 256;
    private const int MaxRemembered = 4000;

    private readonly Lazy<TiktokenTokenizer> _o200k = new(() => Load("o200k_base"));
    private readonly Lazy<TiktokenTokenizer> _cl100k = new(() => Load("cl100k_base"));
    private readonly CountMemo _memo = new(MaxRemembered);

    public int Count(TokenVocabulary vocabulary, ReadOnlySpan<char> text)
    {
        if (text.Length < MinRemembered)
        {
            return CountPieces(vocabulary, text);
        }

        var key = CountMemo.Key.Of(vocabulary, text);
        if (!_memo.TryGet(key, out var tokens))
        {
            tokens = CountPieces(vocabulary, text);
            _memo.Add(key, tokens);
        }

        return tokens;
    }

    private int CountPieces(TokenVocabulary vocabulary, ReadOnlySpan<char> text)
    {
        var tokenizer = (vocabulary == TokenVocabulary.Cl100kBase ? _cl100k : _o200k).Value;
        var tokens = 0;
        for (var pieces = new TextPieces(text); pieces.MoveNext();)
        {
            tokens += tokenizer.CountTokens(pieces.Current);
        }

        return tokens;
    }

    // Microsoft.ML.Tokenizers 2.0.1 finds the packages of its vocabularies by the names of these types, which the trimmer cannot see
    [DynamicDependency(DynamicallyAccessedMemberTypes.All, "Microsoft.ML.Tokenizers.O200kBaseTokenizerData", "Microsoft.ML.Tokenizers.Data.O200kBase")]
    [DynamicDependency(DynamicallyAccessedMemberTypes.All, "Microsoft.ML.Tokenizers.Cl100kBaseTokenizerData", "Microsoft.ML.Tokenizers.Data.Cl100kBase")]
    private static TiktokenTokenizer Load(string encoding) => TiktokenTokenizer.CreateForEncoding(encoding);
}
