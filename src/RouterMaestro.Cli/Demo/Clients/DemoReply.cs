using RouterMaestro.Testing.Observing;

namespace RouterMaestro.Cli.Demo.Clients;

/// <summary>What a client got.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Response">The response or the error, read by the rules of the client's protocol.</param>
internal sealed record DemoReply(int Status, ObservedResponse Response)
{
    /// <summary>Gets the bytes of the request.</summary>
    public required ReadOnlyMemory<byte> Sent { get; init; }

    /// <summary>Gets the number of times that new text arrived: 1 for a buffered response.</summary>
    public int Arrivals { get; init; }
}
