namespace RouterMaestro.Testing.Simulation;

/// <summary>A tool call in a simulated answer.</summary>
/// <param name="Name">The tool's name.</param>
/// <param name="Arguments">
/// The arguments, a JSON object, sent as they are. Broken JSON is sent too, as models do, but by a whole Messages answer,
/// which has an object there, as <c>{}</c>.
/// </param>
public sealed record SimulatedToolCall(string Name, string Arguments)
{
    /// <summary>Gets the call's id; null lets the simulator make one in the protocol's form.</summary>
    public string? Id { get; init; }

    /// <summary>Gets whether the tool takes free text, so that <see cref="Arguments"/> is that text.</summary>
    public bool IsCustom { get; init; }

    /// <summary>Gets the pieces in which a stream brings the arguments; empty lets the simulator cut them.</summary>
    public IReadOnlyList<string> Pieces { get; init; } = [];
}
