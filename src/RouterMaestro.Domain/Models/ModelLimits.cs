namespace RouterMaestro.Domain.Models;

/// <summary>The token limits of a model. Null means unknown.</summary>
/// <param name="MaxPromptTokens">The maximum number of prompt tokens.</param>
/// <param name="MaxOutputTokens">The maximum number of completion tokens.</param>
/// <param name="ContextWindow">The maximum number of both together.</param>
public sealed record ModelLimits(int? MaxPromptTokens = null, int? MaxOutputTokens = null, int? ContextWindow = null)
{
    /// <summary>Gets the limits of a model of which nothing is known.</summary>
    public static ModelLimits Unknown { get; } = new();

    internal ModelLimits Or(ModelLimits other) => new(
        MaxPromptTokens ?? other.MaxPromptTokens,
        MaxOutputTokens ?? other.MaxOutputTokens,
        ContextWindow ?? other.ContextWindow);
}
