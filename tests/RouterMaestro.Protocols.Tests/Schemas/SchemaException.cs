namespace RouterMaestro.Protocols.Tests.Schemas;

/// <summary>A fault that is none, because the publisher's own traffic has it too.</summary>
/// <param name="Schema">The schema that says otherwise.</param>
/// <param name="Fault">What a fault begins with: the path, and as much of the problem as matters.</param>
/// <param name="Witness">
/// What shows it: a recording's name; <c>request of</c> a recording's name; or <c>error</c> and the name of a known error.
/// </param>
internal sealed record SchemaException(string Schema, string Fault, string Witness)
{
    /// <summary>Gets what the witness shows, where that is not the same to the letter.</summary>
    public string Shown { get; init; } = Fault;

    public bool Covers(string schema, string fault) => schema == Schema && fault.StartsWith(Fault, StringComparison.Ordinal);
}
