namespace RouterMaestro.Protocols.Abstractions;

/// <summary>What a dialect says about a request outside its body, such as in the path.</summary>
/// <param name="Model">The model; null when the body names it.</param>
/// <param name="Stream">Whether to stream; null when the body says it.</param>
public sealed record RequestHints(string? Model = null, bool? Stream = null)
{
    /// <summary>Gets the hints of a dialect that says everything in the body.</summary>
    public static RequestHints None { get; } = new();
}
