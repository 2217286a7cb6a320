using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>A part that a stream is telling, and where it shows.</summary>
/// <param name="kind">What it is.</param>
internal sealed class ResponsesOpenPart(PartKind kind)
{
    public PartKind Kind => kind;

    /// <summary>Gets or sets the item in which the part shows; null while it shows nowhere, as text without content does.</summary>
    public ResponsesOutputItem? Item { get; set; }

    /// <summary>Gets or sets the text within the item; null while it has none.</summary>
    public ResponsesOutputPiece? Piece { get; set; }

    /// <summary>Gets or sets what stands before each piece.</summary>
    public byte[] Head { get; set; } = [];

    public bool IsEnded { get; set; }
}
