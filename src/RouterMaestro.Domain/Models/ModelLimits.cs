namespace RouterMaestro.Domain.Models;

/// <summary>How many tokens a model takes and gives. Null means: not known.</summary>
/// <param name="MaxPromptTokens">The most prompt tokens.</param>
/// <param name="MaxOutputTokens">The most completion tokens.</param>
/// <param name="ContextWindow">The most tokens of both together.</param>
public sealed record ModelLimits(int? MaxPromptTokens = null, int? MaxOutputTokens = null, int? ContextWindow = null)
{
    /// <summary>Gets the limits of a model of which nothing is known.</summary>
    public static ModelLimits Unknown { get; } = new();

    internal ModelLimits Or(ModelLimits other) => new(
        MaxPromptTokens ?? other.MaxPromptTokens,
        MaxOutputTokens ?? other.MaxOutputTokens,
        ContextWindow ?? other.ContextWindow);
}
