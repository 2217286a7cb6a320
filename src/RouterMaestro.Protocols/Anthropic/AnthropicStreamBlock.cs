using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>A block of a stream and the part that it became.</summary>
/// <param name="index">The block's index.</param>
/// <param name="part">The part's index; -1 when it became none.</param>
/// <param name="kind">The part's kind.</param>
internal sealed class AnthropicStreamBlock(int index, int part, PartKind kind)
{
    public int Index => index;

    public int Part => part;

    public PartKind Kind => kind;

    public bool IsSkipped => part < 0;

    public bool IsOpen { get; set; } = part >= 0;

    /// <summary>Gets whether the block is an answer in the form of a call, so that the part is text.</summary>
    public bool IsForcedJson { get; init; }

    /// <summary>Gets or sets whether any of such an answer has come.</summary>
    public bool HasText { get; set; }

    /// <summary>Gets or sets whether the arguments came whole with the start, so that later pieces repeat them.</summary>
    public bool HasInput { get; set; }
}
