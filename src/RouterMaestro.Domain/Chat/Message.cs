namespace RouterMaestro.Domain.Chat;

/// <summary>One turn of a conversation.</summary>
/// <param name="Role">Who speaks.</param>
/// <param name="Parts">What is said, in order.</param>
public sealed record Message(Role Role, EquatableArray<ContentPart> Parts)
{
    /// <summary>Gets the participant's name, where the dialect has one.</summary>
    public string? Name { get; init; }

    /// <summary>Gets what only one dialect knows about the message.</summary>
    public Extensions Extensions { get; init; } = Extensions.None;
}
