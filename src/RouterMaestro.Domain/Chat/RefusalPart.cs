namespace RouterMaestro.Domain.Chat;

/// <summary>The model's own words for declining.</summary>
/// <param name="Text">The words.</param>
public sealed record RefusalPart(JsonText Text) : ContentPart;
