using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Pricing;

namespace RouterMaestro.Application.Ports;

/// <summary>Says which price counts for a model, and why.</summary>
internal interface IPriceExplainer
{
    /// <summary>Finds the price of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="at">The time for which the price counts.</param>
    PriceExplanation Explain(ModelRef model, DateTimeOffset at);
}

/// <summary>The price of a model with its source.</summary>
/// <param name="Model">The model.</param>
/// <param name="Reason">Why this price counts, or why there is none, in words that follow a colon.</param>
internal sealed record PriceExplanation(ModelRef Model, string Reason)
{
    /// <summary>Gets the price; null if it is unknown.</summary>
    public ModelPrice? Price { get; init; }

    /// <summary>Gets the vendor of the provider; null if it is unknown.</summary>
    public PriceVendor? Vendor { get; init; }

    /// <summary>Gets whether the price is the operator's own.</summary>
    public bool IsOverride { get; init; }

    /// <summary>Gets whether a subscription includes the model, so that the price is what it would cost otherwise.</summary>
    public bool IsIncluded { get; init; }
}
