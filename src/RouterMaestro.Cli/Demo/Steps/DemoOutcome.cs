using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Cli.Demo.Steps;

/// <summary>What came of a step.</summary>
/// <param name="Step">The step.</param>
/// <param name="Usage">What it came to; null when no provider has said.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Faults">What was not as it should be; none when all was well.</param>
internal sealed record DemoOutcome(IDemoStep Step, SimulatedUsage? Usage, TimeSpan Duration, IReadOnlyList<string> Faults)
{
    /// <summary>Gets whether all was as it should be.</summary>
    public bool IsGood => Faults.Count == 0;
}
