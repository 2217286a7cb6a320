namespace RouterMaestro.Domain.Pricing;

/// <summary>A share of a price, such as one half.</summary>
/// <param name="Numerator">The numerator.</param>
/// <param name="Denominator">The denominator, above zero.</param>
public readonly record struct PriceShare(int Numerator, int Denominator)
{
    /// <summary>Gets the whole price.</summary>
    public static PriceShare Whole { get; } = new(1, 1);
}
