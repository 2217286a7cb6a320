using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Application.Ports;

/// <summary>A provider's list of models, or the failure to get it.</summary>
/// <param name="Models">The models; empty if there is a failure.</param>
/// <param name="Failure">The failure; null if there is a list.</param>
public sealed record ModelListing(EquatableArray<ModelCard> Models, UpstreamFailure? Failure = null);
