using RouterMaestro.Infrastructure.Tokens;

namespace RouterMaestro.Infrastructure.Tests.Tokens;

/// <summary>One tokenizer for the tests of a class: reading a vocabulary takes a while.</summary>
public sealed class TokenizerFixture
{
    internal TextTokenizer Tokenizer { get; } = new();
}
