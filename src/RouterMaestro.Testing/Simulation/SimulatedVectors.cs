namespace RouterMaestro.Testing.Simulation;

/// <summary>An answer to a request for vectors (<see cref="SimulatedOperation.Embed"/>), one vector for each text. Immutable.</summary>
/// <example>
/// A server that returns numbers for base64, such as RunPod's worker-infinity-embedding 1.1.4:
/// <code>upstream.When(SimulatedOperation.Embed).Reply(SimulatedVectors.Of([0.5f, -1f]).NumbersOnly());</code>
/// </example>
public sealed record SimulatedVectors : SimulatedStep
{
    private SimulatedVectors(IReadOnlyList<float[]> vectors) => Vectors = vectors;

    /// <summary>Gets the vectors of a simulated model: the same for the same text, of as many dimensions as are asked for, else 8.</summary>
    public static SimulatedVectors Computed { get; } = new([]);

    /// <summary>Gets the given vectors; empty when they are computed.</summary>
    internal IReadOnlyList<float[]> Vectors { get; }

    internal bool KnowsNumbersOnly { get; private init; }

    internal string? Model { get; private init; }

    /// <summary>Answers with given vectors.</summary>
    /// <param name="vectors">A vector for each text; the last one serves for those behind it too.</param>
    /// <returns>The answer.</returns>
    public static SimulatedVectors Of(params float[][] vectors)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        ArgumentOutOfRangeException.ThrowIfZero(vectors.Length, nameof(vectors));
        return new([.. vectors]);
    }

    /// <summary>Sends numbers whatever <c>encoding_format</c> asks for.</summary>
    /// <returns>The changed answer.</returns>
    public SimulatedVectors NumbersOnly() => this with { KnowsNumbersOnly = true };

    /// <summary>Names another model than the one asked for.</summary>
    /// <param name="model">The name.</param>
    /// <returns>The changed answer.</returns>
    public SimulatedVectors WithModel(string model) => this with { Model = model };
}
