namespace RouterMaestro.Domain.Chat;

/// <summary>One leftover field.</summary>
/// <param name="Name">The field's name in its dialect.</param>
/// <param name="Value">Its value.</param>
public sealed record ExtensionField(string Name, RawJson Value);
