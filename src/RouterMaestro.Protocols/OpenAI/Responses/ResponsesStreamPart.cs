using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>A part that a stream is telling.</summary>
/// <param name="item">The place of its item in the output.</param>
/// <param name="piece">Its place within the item.</param>
/// <param name="part">Its index among the answer's parts.</param>
/// <param name="kind">Its kind.</param>
internal sealed class ResponsesStreamPart(int item, int piece, int part, PartKind kind)
{
    public int Item => item;

    /// <summary>Gets or sets its place within the item: a summary goes on from one to the next.</summary>
    public int Piece { get; set; } = piece;

    public int Part => part;

    public PartKind Kind => kind;

    public bool IsOpen { get; set; } = true;

    public bool HasText { get; set; }

    /// <summary>Gets whether the provider calls with free text, which becomes an argument.</summary>
    public bool IsFreeText { get; init; }

    /// <summary>Gets which of its two forms reasoning is told in: the summary, or the reasoning itself.</summary>
    public ResponsesEventKind Source { get; init; }
}
