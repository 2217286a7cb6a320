namespace RouterMaestro.Domain.Chat;

/// <summary>One turn of a conversation.</summary>
/// <param name="Role">The author.</param>
/// <param name="Parts">What is said, in order.</param>
public sealed record Message(Role Role, EquatableArray<ContentPart> Parts)
{
    /// <summary>Gets the participant's name, where the protocol has one.</summary>
    public string? Name { get; init; }

    /// <summary>Gets the fields that are specific to one protocol in the message.</summary>
    public Extensions Extensions { get; init; } = Extensions.None;

    /// <summary>Makes the operator's instructions.</summary>
    /// <param name="text">The instructions.</param>
    public static Message System(string text) => Of(Role.System, text);

    /// <summary>Makes the words of a person.</summary>
    /// <param name="text">The words.</param>
    public static Message User(string text) => Of(Role.User, text);

    /// <summary>Makes the words of the model. A response that continues a conversation is better kept whole: <see cref="ChatResponse.ToMessage"/>.</summary>
    /// <param name="text">The words.</param>
    public static Message Assistant(string text) => Of(Role.Assistant, text);

    private static Message Of(Role role, string text) => new(role, [new TextPart(text)]);
}

/// <summary>The author of a message. Tool results are parts of a <see cref="User"/> message.</summary>
public enum Role
{
    /// <summary>The operator's instructions.</summary>
    System,

    /// <summary>The operator's instructions, in OpenAI's newer spelling; protocols without it treat it as <see cref="System"/>.</summary>
    Developer,

    /// <summary>The person, or the results of tools.</summary>
    User,

    /// <summary>The model.</summary>
    Assistant,
}
