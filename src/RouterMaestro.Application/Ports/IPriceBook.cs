using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Pricing;

namespace RouterMaestro.Application.Ports;

/// <summary>Knows the prices of models, and what the units of providers are worth.</summary>
public interface IPriceBook
{
    /// <summary>Gets the cost of a response.</summary>
    /// <param name="model">The model that responded.</param>
    /// <param name="usage">The tokens, with the served tier.</param>
    /// <param name="stated">What providers stated.</param>
    /// <param name="at">The time of the request.</param>
    UsageCost CostOf(ModelRef model, TokenUsage? usage, EquatableArray<StatedCost> stated, DateTimeOffset at);

    /// <summary>Returns whether the provider of a model charges nothing for a refusal without any output.</summary>
    /// <param name="model">The model that refused.</param>
    bool HasFreeRefusals(ModelRef model);
}
