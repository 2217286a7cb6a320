using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Plans;

namespace RouterMaestro.Application.Tokens;

/// <summary>The token count of a request.</summary>
/// <param name="Model">The model that it was counted for.</param>
/// <param name="InputTokens">The number of prompt tokens.</param>
public sealed record TokenCount(ModelRef Model, int InputTokens)
{
    /// <summary>Gets the provider's own document in the caller's protocol; null if the number is the gateway's estimate.</summary>
    public ReadOnlyMemory<byte>? Document { get; init; }

    /// <summary>Gets the provider's header fields that the caller should see.</summary>
    public EquatableArray<HeaderField> Headers { get; init; } = [];

    /// <summary>Gets the provider's id of the request; null if the provider sent none.</summary>
    public string? UpstreamRequestId { get; init; }

    /// <summary>Gets the plan that names the model; null for a count without a plan.</summary>
    public RoutePlan? Plan { get; init; }
}
