using RouterMaestro.Domain.Models;

namespace RouterMaestro.Application.Models;

/// <summary>A model under one of its names.</summary>
/// <param name="Name">The name: its qualified id, or a shorter one that means it too.</param>
/// <param name="Card">The model.</param>
public sealed record NamedModel(string Name, ModelCard Card);
