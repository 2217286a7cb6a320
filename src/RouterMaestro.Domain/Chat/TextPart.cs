namespace RouterMaestro.Domain.Chat;

/// <summary>Plain text.</summary>
/// <param name="Text">The text.</param>
public sealed record TextPart(JsonText Text) : ContentPart;
