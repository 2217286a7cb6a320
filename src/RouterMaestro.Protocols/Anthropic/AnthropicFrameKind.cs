namespace RouterMaestro.Protocols.Anthropic;

/// <summary>The frames that mean something to a decoder.</summary>
internal enum AnthropicFrameKind
{
    /// <summary>A ping, or a frame that is not known yet.</summary>
    Other,
    MessageStart,
    BlockStart,
    BlockDelta,
    BlockStop,
    MessageDelta,
    MessageStop,
    Error,
}
