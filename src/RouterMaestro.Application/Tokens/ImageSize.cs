namespace RouterMaestro.Application.Tokens;

/// <summary>How large a picture is, in pixels.</summary>
internal readonly record struct ImageSize(int Width, int Height);
