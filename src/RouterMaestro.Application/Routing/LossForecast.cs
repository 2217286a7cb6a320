using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Application.Routing;

/// <summary>What a request would lose on its way to a candidate.</summary>
/// <param name="Fields">The names of the fields; none when nothing is lost.</param>
/// <param name="Refusal">Why it cannot be told to the candidate at all; null when it can.</param>
public sealed record LossForecast(EquatableArray<string> Fields, RouterError? Refusal);
