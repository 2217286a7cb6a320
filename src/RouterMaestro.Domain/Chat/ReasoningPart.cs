namespace RouterMaestro.Domain.Chat;

/// <summary>The model's reasoning, as far as the provider shows it.</summary>
/// <param name="Text">The text; empty when only the signature was given.</param>
public sealed record ReasoningPart(JsonText Text) : ContentPart
{
    /// <summary>Gets the provider's seal, which must go back unchanged to where it came from; null when there is none.</summary>
    public string? Signature { get; init; }
}
