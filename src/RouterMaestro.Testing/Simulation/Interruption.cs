namespace RouterMaestro.Testing.Simulation;

/// <summary>What goes wrong in the middle of an answer, and after how many pieces of content.</summary>
internal abstract record Interruption(int After)
{
    /// <summary>The position behind everything, the terminal included.</summary>
    public const int AtEnd = int.MaxValue;

    public sealed record Stall(int After, TimeSpan? Duration) : Interruption(After);

    public sealed record Reset(int After) : Interruption(After);

    public sealed record Cut(int After) : Interruption(After);

    public sealed record Close(int After) : Interruption(After);

    public sealed record Malformed(int After, string? Data) : Interruption(After);

    public sealed record Failure(int After, SimulatedError Error) : Interruption(After);
}
