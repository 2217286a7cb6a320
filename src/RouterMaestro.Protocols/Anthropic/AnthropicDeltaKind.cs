namespace RouterMaestro.Protocols.Anthropic;

/// <summary>Which piece of a block a delta brings.</summary>
internal enum AnthropicDeltaKind
{
    /// <summary>None that the canonical model has a place for, such as a citation.</summary>
    Other,
    Text,
    Thinking,
    Signature,
    Arguments,
}
