namespace RouterMaestro.Application.Ports;

/// <summary>Counts the tokens of texts.</summary>
public interface ITextTokenizer
{
    /// <summary>Counts the tokens of a text. What spells a special token is a text like any other.</summary>
    /// <param name="vocabulary">The vocabulary.</param>
    /// <param name="text">The text.</param>
    int Count(TokenVocabulary vocabulary, ReadOnlySpan<char> text);
}

/// <summary>A published vocabulary of byte pairs.</summary>
public enum TokenVocabulary
{
    /// <summary>That of OpenAI's models since gpt-4o.</summary>
    O200kBase,

    /// <summary>That of gpt-4 and gpt-3.5.</summary>
    Cl100kBase,
}
