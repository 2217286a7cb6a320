using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Plans;

namespace RouterMaestro.Application.Tokens;

/// <summary>How large a request is.</summary>
/// <param name="Model">The model that it was counted for.</param>
/// <param name="InputTokens">The number of prompt tokens.</param>
public sealed record TokenCount(ModelRef Model, int InputTokens)
{
    /// <summary>Gets the provider's own answer in the caller's dialect; null when the number is the gateway's estimate.</summary>
    public ReadOnlyMemory<byte>? Document { get; init; }

    /// <summary>Gets the provider's header fields that the caller should see.</summary>
    public EquatableArray<HeaderField> Headers { get; init; } = [];

    /// <summary>Gets the provider's id of the request; null when it gave none.</summary>
    public string? UpstreamRequestId { get; init; }

    /// <summary>Gets the plan that names the model; null for a count that followed none.</summary>
    public RoutePlan? Plan { get; init; }
}
