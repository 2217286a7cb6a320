namespace RouterMaestro.Domain.Usage;

/// <summary>What providers stated in one unit.</summary>
/// <param name="Unit">The unit, such as <c>nano-aiu</c>.</param>
/// <param name="Amount">The sum.</param>
public sealed record StatedSum(string Unit, decimal Amount);
