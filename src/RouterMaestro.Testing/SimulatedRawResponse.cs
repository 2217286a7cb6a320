using RouterMaestro.Testing.Rendering;

namespace RouterMaestro.Testing;

/// <summary>An answer of given bytes; made by <see cref="SimulatedResponse.Raw"/>. Immutable.</summary>
/// <example>
/// A recorded stream, byte by byte, cut at its end:
/// <code>SimulatedResponse.Raw(200, "text/event-stream", recorded, chunkSizes: 1).CutAtEnd();</code>
/// </example>
public sealed record SimulatedRawResponse : SimulatedStep
{
    private readonly int _status;
    private readonly string _contentType;
    private readonly ReadOnlyMemory<byte> _body;
    private readonly IReadOnlyList<int> _chunkSizes;

    internal SimulatedRawResponse(int status, string contentType, ReadOnlyMemory<byte> body, IReadOnlyList<int> chunkSizes)
    {
        foreach (var size in chunkSizes)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(size, 1, nameof(chunkSizes));
        }

        (_status, _contentType, _body, _chunkSizes) = (status, contentType, body, chunkSizes);
    }

    private IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    private TimeSpan Delay { get; init; }

    private TimeSpan HeaderDelay { get; init; }

    private bool IsCut { get; init; }

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

    internal override SimulatedReply Render(RenderContext context) => new(_status, _contentType, Acts()) { Headers = Headers };

    private IEnumerable<ReplyAct> Acts()
    {
        yield return new ReplyAct.Wait(HeaderDelay);
        for (int at = 0, i = 0; at < _body.Length; i++)
        {
            yield return new ReplyAct.Wait(i > 0 ? Delay : TimeSpan.Zero);

            var size = _chunkSizes.Count == 0 ? _body.Length : _chunkSizes[Math.Min(i, _chunkSizes.Count - 1)];
            yield return new ReplyAct.Send(_body.Slice(at, Math.Min(size, _body.Length - at)));
            at += size;
        }

        if (IsCut)
        {
            yield return new ReplyAct.Cut();
        }
    }
}
