namespace RouterMaestro.Domain.Chat;

/// <summary>A document, such as a PDF file or a text with a title.</summary>
/// <param name="Source">Where its content is.</param>
public sealed record DocumentPart(MediaSource Source) : ContentPart
{
    /// <summary>Gets the file name or title.</summary>
    public string? Title { get; init; }

    /// <summary>Gets what the author says about the document, for the model alone.</summary>
    public string? Context { get; init; }
}
