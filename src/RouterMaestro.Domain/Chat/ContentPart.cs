namespace RouterMaestro.Domain.Chat;

/// <summary>A block of a message or of an answer. The family is closed.</summary>
public abstract record ContentPart
{
    private protected ContentPart()
    {
    }

    /// <summary>Gets the prompt-cache breakpoint set on this block, if any.</summary>
    public CacheMarker? Cache { get; init; }

    /// <summary>Gets what only one dialect knows about the block.</summary>
    public Extensions Extensions { get; init; } = Extensions.None;
}
