using RouterMaestro.Domain;

namespace RouterMaestro.Application.Routing;

/// <summary>How the candidates are at one moment.</summary>
/// <param name="Now">The moment.</param>
public sealed record HealthReport(DateTimeOffset Now)
{
    /// <summary>Gets the models of the priorities, and those that have failed.</summary>
    public EquatableArray<CandidateReport> Candidates { get; init; } = [];

    /// <summary>Gets the circuits against which something is held.</summary>
    public EquatableArray<CircuitReport> Circuits { get; init; } = [];
}
