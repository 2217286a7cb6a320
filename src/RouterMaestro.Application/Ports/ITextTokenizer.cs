namespace RouterMaestro.Application.Ports;

/// <summary>Counts the tokens of texts.</summary>
internal interface ITextTokenizer
{
    /// <summary>Counts the tokens of a text. The spelling of a special token counts as plain text.</summary>
    /// <param name="vocabulary">The vocabulary.</param>
    /// <param name="text">The text.</param>
    int Count(TokenVocabulary vocabulary, ReadOnlySpan<char> text);
}

/// <summary>A published byte-pair vocabulary.</summary>
internal enum TokenVocabulary
{
    /// <summary>The vocabulary of OpenAI's models since gpt-4o.</summary>
    O200kBase,

    /// <summary>The vocabulary of gpt-4 and gpt-3.5.</summary>
    Cl100kBase,
}
