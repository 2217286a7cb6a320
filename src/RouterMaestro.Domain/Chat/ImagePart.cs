namespace RouterMaestro.Domain.Chat;

/// <summary>A picture.</summary>
/// <param name="Source">Where its bytes are.</param>
public sealed record ImagePart(MediaSource Source) : ContentPart
{
    /// <summary>Gets how closely the model should look: <c>low</c>, <c>high</c>, <c>auto</c>, or null.</summary>
    public string? Detail { get; init; }
}
