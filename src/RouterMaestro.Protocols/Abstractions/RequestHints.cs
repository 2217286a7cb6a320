namespace RouterMaestro.Protocols.Abstractions;

/// <summary>The values that a request gives outside its body, such as in the path.</summary>
/// <param name="Model">The model; null if the body names it.</param>
/// <param name="Stream">Whether to stream; null if the body decides.</param>
public sealed record RequestHints(string? Model = null, bool? Stream = null)
{
    /// <summary>Gets the hints of a protocol that has everything in the body.</summary>
    public static RequestHints None { get; } = new();
}
