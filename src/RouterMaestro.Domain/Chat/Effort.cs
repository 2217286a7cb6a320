namespace RouterMaestro.Domain.Chat;

/// <summary>How hard the model should think: a ladder, in order.</summary>
public enum Effort
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>As little as possible.</summary>
    Minimal,

    /// <summary>Little.</summary>
    Low,

    /// <summary>The usual.</summary>
    Medium,

    /// <summary>Much.</summary>
    High,

    /// <summary>Very much.</summary>
    ExtraHigh,

    /// <summary>As much as possible.</summary>
    Max,
}
