namespace RouterMaestro.Domain.Chat;

/// <summary>What a tool answered.</summary>
/// <param name="CallId">The id of the call.</param>
/// <param name="Content">The answer, in order.</param>
/// <param name="IsError">Whether the tool failed.</param>
public sealed record ToolResultPart(string CallId, EquatableArray<ContentPart> Content, bool IsError = false) : ContentPart;
