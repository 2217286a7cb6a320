namespace RouterMaestro.Protocols.Abstractions;

/// <summary>What a tap says of one frame.</summary>
/// <param name="Model">The place of a model's value within the data, quotes included; empty when there is none.</param>
/// <param name="IsContent">Whether the frame settles which candidate answers.</param>
/// <param name="IsTerminal">Whether nothing need be read after the frame.</param>
/// <param name="IsFailure">Whether the frame tells a failure.</param>
/// <param name="IsWithheld">Whether the caller did not ask for the frame.</param>
public readonly record struct FrameVerdict(
    ByteRange Model = default, bool IsContent = false, bool IsTerminal = false, bool IsFailure = false, bool IsWithheld = false);
