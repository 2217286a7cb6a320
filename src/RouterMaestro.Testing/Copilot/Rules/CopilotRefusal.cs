namespace RouterMaestro.Testing.Copilot.Rules;

/// <summary>Why Copilot refuses a request with 400: the members of its error object.</summary>
internal sealed record CopilotRefusal(string Message, string Code = "invalid_request_body", string? Param = null);
