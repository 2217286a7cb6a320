using RouterMaestro.Testing.Observing;

namespace RouterMaestro.Cli.Demo.Clients;

/// <summary>What a client got.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Response">The answer or the error, read by the rules of the client's protocol.</param>
internal sealed record DemoReply(int Status, ObservedResponse Response)
{
    /// <summary>Gets the bytes that were asked with.</summary>
    public required ReadOnlyMemory<byte> Sent { get; init; }

    /// <summary>Gets how often new text was seen: once for an answer that came whole.</summary>
    public int Arrivals { get; init; }
}
