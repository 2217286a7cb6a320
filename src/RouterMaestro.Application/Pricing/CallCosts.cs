using RouterMaestro.Application.Outcomes;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Pricing;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Usage;

namespace RouterMaestro.Application.Pricing;

/// <summary>Prices whole calls.</summary>
internal static class CallCosts
{
    /// <summary>
    /// Gets the cost of a call. An error before any output, a token count and a request about a stored response cost nothing, unless a provider states otherwise; a
    /// response without tokens and without a stated cost is unknown.
    /// </summary>
    /// <param name="prices">The prices.</param>
    /// <param name="call">The call.</param>
    public static UsageCost CostOf(this IPriceBook prices, CallOutcome call)
    {
        ArgumentNullException.ThrowIfNull(prices);
        ArgumentNullException.ThrowIfNull(call);
        return call.Model is not { } model || (call.StatedCosts.IsEmpty && IsFree(prices, call))
            ? UsageCost.None
            : prices.CostOf(model, call.Usage, call.StatedCosts, call.StartedAt);
    }

    // the usage of a stored response was counted when it was made
    private static bool IsFree(IPriceBook prices, CallOutcome call) =>
        call.IsCount
        || call.Facts.Operation is CallOperation.StoredResponse or CallOperation.Lookup
        || call.End == CallEnd.Refused
        || (call.Finish == FinishReason.ContentFilter && call.Usage is { Completion: 0 } && prices.HasFreeRefusals(call.Model!));
}
