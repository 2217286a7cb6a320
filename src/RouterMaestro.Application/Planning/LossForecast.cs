using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Application.Planning;

/// <summary>The losses of a request at a candidate.</summary>
/// <param name="Fields">The names of the fields; empty if nothing is lost.</param>
/// <param name="Refusal">The error if the request cannot be translated for the candidate; otherwise null.</param>
internal sealed record LossForecast(EquatableArray<string> Fields, RouterError? Refusal);
