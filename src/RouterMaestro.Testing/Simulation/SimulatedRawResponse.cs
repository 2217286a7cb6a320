namespace RouterMaestro.Testing.Simulation;

/// <summary>An answer of given bytes; made by <see cref="SimulatedResponse.Raw"/>. Immutable.</summary>
/// <example>
/// A recorded stream, byte by byte, cut at its end:
/// <code>SimulatedResponse.Raw(200, "text/event-stream", recorded, chunkSizes: 1).CutAtEnd();</code>
/// </example>
public sealed record SimulatedRawResponse : SimulatedStep
{
    internal SimulatedRawResponse(int status, string contentType, ReadOnlyMemory<byte> body, IReadOnlyList<int> chunkSizes)
    {
        foreach (var size in chunkSizes)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(size, 1, nameof(chunkSizes));
        }

        (Status, ContentType, Body, ChunkSizes) = (status, contentType, body, chunkSizes);
    }

    internal int Status { get; }

    internal string ContentType { get; }

    internal ReadOnlyMemory<byte> Body { get; }

    internal IReadOnlyList<int> ChunkSizes { get; }

    internal IReadOnlyList<KeyValuePair<string, string>> Headers { get; private init; } = [];

    internal TimeSpan Delay { get; private init; }

    internal TimeSpan HeaderDelay { get; private init; }

    internal bool IsCut { get; private init; }

    /// <summary>Adds a header.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    /// <returns>The changed answer.</returns>
    public SimulatedRawResponse WithHeader(string name, string value) => this with { Headers = [.. Headers, new(name, value)] };

    /// <summary>Waits before anything is sent, the head included.</summary>
    /// <param name="delay">How long.</param>
    /// <returns>The changed answer.</returns>
    public SimulatedRawResponse DelayHeaders(TimeSpan delay) => this with { HeaderDelay = delay };

    /// <summary>Waits before every chunk but the first.</summary>
    /// <param name="delay">How long.</param>
    /// <returns>The changed answer.</returns>
    public SimulatedRawResponse DelayChunks(TimeSpan delay) => this with { Delay = delay };

    /// <summary>Closes the connection behind the last byte, where the body would otherwise end properly.</summary>
    /// <returns>The changed answer.</returns>
    public SimulatedRawResponse CutAtEnd() => this with { IsCut = true };
}
