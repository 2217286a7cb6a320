namespace RouterMaestro.Domain.Models;

/// <summary>What a provider itself says that a response costs, in its own unit, as it came.</summary>
/// <param name="Model">The model that responded.</param>
/// <param name="Unit">The unit, such as <c>nano-aiu</c>: a billionth of GitHub's AI unit, which is one US cent.</param>
/// <param name="Amount">The amount; 0 is a price too.</param>
public sealed record StatedCost(ModelRef Model, string Unit, decimal Amount)
{
    /// <summary>Gets the details as the provider sent them, a JSON value; null if there are none.</summary>
    public RawJson? Details { get; init; }
}
