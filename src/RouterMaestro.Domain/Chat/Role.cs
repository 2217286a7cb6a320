namespace RouterMaestro.Domain.Chat;

/// <summary>Who speaks in a message. Tool results are parts of a <see cref="User"/> message.</summary>
public enum Role
{
    /// <summary>The operator's instructions.</summary>
    System,

    /// <summary>The operator's instructions, in OpenAI's newer spelling; dialects without it treat it as <see cref="System"/>.</summary>
    Developer,

    /// <summary>The person, or the results of tools.</summary>
    User,

    /// <summary>The model.</summary>
    Assistant,
}
