namespace RouterMaestro.Domain.Chat;

/// <summary>Whether the model reasons before it answers.</summary>
public enum ReasoningMode
{
    /// <summary>Nothing was said.</summary>
    Unspecified,

    /// <summary>It must not.</summary>
    Disabled,

    /// <summary>It does, within a budget.</summary>
    Enabled,

    /// <summary>It decides by itself.</summary>
    Adaptive,
}
