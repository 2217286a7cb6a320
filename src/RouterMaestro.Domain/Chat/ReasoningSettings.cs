namespace RouterMaestro.Domain.Chat;

/// <summary>What the caller asks about reasoning.</summary>
/// <param name="Mode">Whether the model reasons.</param>
/// <param name="BudgetTokens">The most tokens it may spend on that; null when not said.</param>
/// <param name="Effort">How hard it should think; null when not said.</param>
public sealed record ReasoningSettings(ReasoningMode Mode, int? BudgetTokens = null, Effort? Effort = null)
{
    /// <summary>Gets the settings of a caller who said nothing.</summary>
    public static ReasoningSettings Unspecified { get; } = new(ReasoningMode.Unspecified);
}
