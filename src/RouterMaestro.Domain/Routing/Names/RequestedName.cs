using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Domain.Routing.Names;

/// <summary>The rule about the names by which callers ask for models. They stand in logs and header fields, and results are remembered by them.</summary>
internal static class RequestedName
{
    /// <summary>The maximum length, in characters; an emoji is one.</summary>
    public const int MaxLength = 256;

    /// <summary>Returns the error of a name, without quoting it; null if it is valid.</summary>
    /// <param name="name">The name; null if there is none.</param>
    public static RouterError? ErrorOf(string? name) =>
        string.IsNullOrEmpty(name) ? RouterError.Invalid("model", "'model' must be a non-empty string")
        : name.Length > MaxLength && name.EnumerateRunes().Count() > MaxLength ? RouterError.Invalid("model", $"'model' must not be longer than {MaxLength} characters")
        : null;
}
