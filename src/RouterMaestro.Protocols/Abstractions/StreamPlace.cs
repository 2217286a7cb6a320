namespace RouterMaestro.Protocols.Abstractions;

/// <summary>How far a stream has come that breaks off, so that the frame that ends it goes on from there.</summary>
/// <param name="ResponseId">The id under which the provider began its answer; null when it told none.</param>
/// <param name="Number">The number of the next frame, in dialects that number them.</param>
public readonly record struct StreamPlace(string? ResponseId, long Number);
