namespace RouterMaestro.Protocols.Abstractions;

/// <summary>What an answer says of itself besides its content.</summary>
/// <param name="Id">Hexadecimal digits, 24 at least, out of which the dialect's id is made.</param>
/// <param name="Model">The qualified id of the model that answers.</param>
/// <param name="Created">When the answer was made, in seconds since 1970.</param>
public sealed record ResponseIdentity(string Id, string Model, long Created)
{
    /// <summary>Gets the id that the provider gave in the dialect's own form; null when it gave none.</summary>
    public string? Given { get; init; }
}
