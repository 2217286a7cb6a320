namespace RouterMaestro.Domain.Chat;

/// <summary>What the caller asks about reasoning.</summary>
/// <param name="Mode">Whether the model reasons.</param>
/// <param name="BudgetTokens">The maximum number of reasoning tokens; null when not said.</param>
/// <param name="Effort">The reasoning effort; null when not said.</param>
public sealed record ReasoningSettings(ReasoningMode Mode, int? BudgetTokens = null, Effort? Effort = null)
{
    /// <summary>Gets the settings of a caller who said nothing.</summary>
    public static ReasoningSettings Unspecified { get; } = new(ReasoningMode.Unspecified);
}

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

/// <summary>The reasoning effort, in ascending order.</summary>
public enum Effort
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>As little as possible.</summary>
    Minimal,

    /// <summary>Little.</summary>
    Low,

    /// <summary>Medium effort.</summary>
    Medium,

    /// <summary>Much.</summary>
    High,

    /// <summary>Very much.</summary>
    ExtraHigh,

    /// <summary>As much as possible.</summary>
    Max,
}
