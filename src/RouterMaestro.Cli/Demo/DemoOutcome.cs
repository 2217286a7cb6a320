namespace RouterMaestro.Cli.Demo;

/// <summary>What came of a step.</summary>
/// <param name="Summary">What the client got, in a few words.</param>
/// <param name="Faults">What was not as it should be; none when all was well.</param>
internal sealed record DemoOutcome(string Summary, IReadOnlyList<string> Faults)
{
    /// <summary>Gets whether all was as it should be.</summary>
    public bool IsGood => Faults.Count == 0;
}
