namespace RouterMaestro.Domain.Chat;

/// <summary>A prompt-cache breakpoint: everything up to and including the marked block may be cached.</summary>
/// <param name="TimeToLive">How long, as the provider spells it (<c>5m</c>, <c>1h</c>); null for its default.</param>
public sealed record CacheMarker(string? TimeToLive = null);
