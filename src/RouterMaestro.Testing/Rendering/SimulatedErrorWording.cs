namespace RouterMaestro.Testing.Rendering;

/// <summary>What the protocols call the same error, where they differ by more than the envelope.</summary>
/// <param name="Chat">OpenAI's type, code, offending parameter and message.</param>
/// <param name="Messages">Messages' type and message.</param>
internal sealed record SimulatedErrorWording(
    (string? Type, string? Code, string? Param, string Message) Chat,
    (string Type, string Message) Messages)
{
    /// <summary>Gets the same for Responses, where it is not as in Chat.</summary>
    public (string? Type, string? Code, string? Param, string Message)? Responses { get; init; }
}
