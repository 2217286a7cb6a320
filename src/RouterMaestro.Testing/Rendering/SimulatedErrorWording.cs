namespace RouterMaestro.Testing.Rendering;

/// <summary>What the two dialects call the same error, where they differ by more than the envelope.</summary>
/// <param name="Chat">Chat's type, code, offending parameter and message.</param>
/// <param name="Messages">Messages' type and message.</param>
internal sealed record SimulatedErrorWording(
    (string? Type, string? Code, string? Param, string Message) Chat,
    (string Type, string Message) Messages);
