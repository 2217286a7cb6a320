namespace RouterMaestro.Domain.Chat;

/// <summary>Reasoning that the provider shows only in encrypted form.</summary>
/// <param name="Data">The encrypted blob, which must go back unchanged to where it came from.</param>
public sealed record RedactedReasoningPart(JsonText Data) : ContentPart;
