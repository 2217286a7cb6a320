using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>A text within an item: a content of a message, a summary, the arguments of a call.</summary>
/// <param name="kind">What it is.</param>
/// <param name="index">Its place within the item.</param>
internal sealed class ResponsesOutputPiece(PartKind kind, int index)
{
    public PartKind Kind => kind;

    public int Index => index;

    public ResponsesText Text { get; } = new();
}
