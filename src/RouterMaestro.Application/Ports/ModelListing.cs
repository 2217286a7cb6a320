using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Application.Ports;

/// <summary>A provider's list of models, or why there is none.</summary>
/// <param name="Models">The models; none when there is a failure.</param>
/// <param name="Failure">Why there is no list; null when there is one.</param>
public sealed record ModelListing(EquatableArray<ModelCard> Models, UpstreamFailure? Failure = null);
