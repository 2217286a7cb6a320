using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Cli.Demo.Steps;

/// <summary>An error that a provider gives, and no retry cures.</summary>
/// <param name="Subject">What it is, in a few words.</param>
/// <param name="Step">What the provider does.</param>
/// <param name="Words">The words that the error message of the client must contain.</param>
internal sealed record DemoFailure(string Subject, SimulatedStep Step, params IReadOnlyList<string> Words)
{
    /// <summary>Gets the error for a prompt that does not fit into the model's window.</summary>
    public static DemoFailure TooLong { get; } = new("an error, too long", SimulatedFault.ContextLength(limit: 8192, asked: 9000), "8192", "9000");

    /// <summary>Gets the error for a prompt that the provider refuses.</summary>
    public static DemoFailure Unfit { get; } = new("an error, rejected", SimulatedFault.ContentPolicy(), "rejected");
}
