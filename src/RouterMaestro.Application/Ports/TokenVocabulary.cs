namespace RouterMaestro.Application.Ports;

/// <summary>A published vocabulary of byte pairs.</summary>
public enum TokenVocabulary
{
    /// <summary>That of OpenAI's models since gpt-4o.</summary>
    O200kBase,

    /// <summary>That of gpt-4 and gpt-3.5.</summary>
    Cl100kBase,
}
