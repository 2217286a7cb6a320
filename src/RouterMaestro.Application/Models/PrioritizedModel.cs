using RouterMaestro.Domain.Models;

namespace RouterMaestro.Application.Models;

/// <summary>A model, and its place among the priorities.</summary>
/// <param name="Card">The model.</param>
/// <param name="Priority">Its place, from 1; null when it has none.</param>
public sealed record PrioritizedModel(ModelCard Card, int? Priority);
