namespace RouterMaestro.Domain.Chat;

/// <summary>How a caller knows a tool that the conversation holds as a plain function under another name or in another form.</summary>
/// <param name="Form">The form.</param>
/// <param name="Name">The name.</param>
/// <param name="Namespace">The group in which the name stands; null when it stands alone.</param>
public sealed record ToolAlias(ToolForm Form, string Name, string? Namespace = null);
