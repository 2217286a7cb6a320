namespace RouterMaestro.Testing.Simulation;

/// <content>
/// What goes wrong on the way. Positions count pieces of content (text, reasoning, refusal, tool arguments): after 0 is
/// after the stream's opening but before the first piece; a position past the end is after the last piece. An answer that is
/// not streamed breaks in the middle of its body, whatever the position.
/// </content>
public sealed partial record SimulatedResponse
{
    internal TimeSpan HeaderDelay { get; private init; }

    internal TimeSpan FirstPieceDelay { get; private init; }

    internal TimeSpan PieceDelay { get; private init; }

    internal IReadOnlyList<Interruption> Interruptions { get; private init; } = [];

    internal IReadOnlyList<string> Omitted { get; private init; } = [];

    internal TimeSpan KeepAliveInterval { get; private init; }

    internal IReadOnlyList<int> ChunkSizes { get; private init; } = [];

    internal string? ContentType { get; private init; }

    /// <summary>Waits before anything is sent, the head included.</summary>
    /// <param name="delay">How long.</param>
    /// <returns>The changed answer.</returns>
    public SimulatedResponse DelayHeaders(TimeSpan delay) => this with { HeaderDelay = delay };

    /// <summary>Sends the head and a stream's opening at once, the first piece of content later.</summary>
    /// <param name="delay">How long after.</param>
    /// <returns>The changed answer.</returns>
    public SimulatedResponse DelayFirstPiece(TimeSpan delay) => this with { FirstPieceDelay = delay };

    /// <summary>Waits before every piece of content but the first.</summary>
    /// <param name="delay">How long.</param>
    /// <returns>The changed answer.</returns>
    public SimulatedResponse DelayPieces(TimeSpan delay) => this with { PieceDelay = delay };

    /// <summary>
    /// Fills the waiting of a stream with signs of life, as many providers do: <c>ping</c> events in Messages, comments elsewhere.
    /// It holds for what delays the first or later pieces and for stalls, not for <see cref="DelayHeaders"/>.
    /// </summary>
    /// <param name="interval">The time before each, more than zero.</param>
    /// <returns>The changed answer.</returns>
    public SimulatedResponse WithKeepAlives(TimeSpan interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero);
        return this with { KeepAliveInterval = interval };
    }

    /// <summary>Writes and flushes so many bytes at a time, wherever that cuts events, lines and characters.</summary>
    /// <param name="sizes">The numbers, at least 1 each; the last holds for the rest. A chunk never goes beyond an event.</param>
    /// <returns>The changed answer.</returns>
    public SimulatedResponse InChunksOf(params int[] sizes)
    {
        foreach (var size in sizes)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(size, 1, nameof(sizes));
        }

        return this with { ChunkSizes = [.. sizes] };
    }

    /// <summary>Goes silent in the middle, the connection open, then carries on.</summary>
    /// <param name="pieces">After so many pieces.</param>
    /// <param name="duration">How long; null: until the client leaves.</param>
    /// <returns>The changed answer.</returns>
    public SimulatedResponse StallAfter(int pieces, TimeSpan? duration = null) => With(new Interruption.Stall(pieces, duration));

    /// <summary>
    /// Sends all there is but leaves the connection open. With <see cref="WithoutTerminal"/> the finish reason and the usage
    /// are the last that comes.
    /// </summary>
    /// <param name="duration">How long, and the body ends; null: until the client leaves.</param>
    /// <returns>The changed answer.</returns>
    public SimulatedResponse StallAtEnd(TimeSpan? duration = null) => With(new Interruption.Stall(Interruption.AtEnd, duration));

    /// <summary>
    /// Closes the connection in the middle: the client gets every piece before, then a transport error, since the body lacks
    /// its end.
    /// </summary>
    /// <param name="pieces">After so many pieces.</param>
    /// <returns>The changed answer.</returns>
    public SimulatedResponse CutAfter(int pieces) => With(new Interruption.Cut(pieces));

    /// <summary>Sends all there is, then closes the connection where the body should end: a transport error behind a whole answer.</summary>
    /// <returns>The changed answer.</returns>
    public SimulatedResponse CutAtEnd() => With(new Interruption.Cut(Interruption.AtEnd));

    /// <summary>
    /// Resets the connection in the middle (TCP RST). What the client has not read by then may be lost with it, so that how
    /// much arrives is chance; <see cref="CutAfter"/> is exact.
    /// </summary>
    /// <param name="pieces">After so many pieces.</param>
    /// <returns>The changed answer.</returns>
    public SimulatedResponse ResetAfter(int pieces) => With(new Interruption.Reset(pieces));

    /// <summary>Ends the body in the middle as if it were complete: no finish reason, no terminal, no transport error.</summary>
    /// <param name="pieces">After so many pieces.</param>
    /// <returns>The changed answer.</returns>
    public SimulatedResponse CloseAfter(int pieces) => With(new Interruption.Close(pieces));

    /// <summary>Slips an event that is not JSON into an otherwise good stream.</summary>
    /// <param name="pieces">After so many pieces.</param>
    /// <param name="data">The event's data on one line; null: an event of the protocol cut off in its middle.</param>
    /// <returns>The changed answer.</returns>
    public SimulatedResponse MalformedAfter(int pieces, string? data = null) => With(new Interruption.Malformed(pieces, data));

    /// <summary>
    /// Sends an error event in the middle and ends there. An answer that is not streamed becomes the error itself.
    /// </summary>
    /// <param name="pieces">After so many pieces.</param>
    /// <param name="error">The error; null: an error 500.</param>
    /// <returns>The changed answer.</returns>
    public SimulatedResponse ErrorAfter(int pieces, SimulatedError? error = null) =>
        With(new Interruption.Failure(pieces, error ?? SimulatedFault.Status(500)));

    /// <summary>
    /// Leaves the sentinel out of a stream: <c>[DONE]</c> in Chat, <c>message_stop</c> in Messages, where the finish reason is
    /// sent, and <c>response.completed</c> or <c>response.incomplete</c> in Responses, with which that is lost too.
    /// </summary>
    /// <returns>The changed answer.</returns>
    public SimulatedResponse WithoutTerminal() => Without("done", "message_stop", "response.completed", "response.incomplete");

    /// <summary>Leaves events out of a stream.</summary>
    /// <param name="events">
    /// Events of Messages and Responses by their names, such as <c>ping</c> or <c>response.output_item.done</c>; Chat chunks by what they bring:
    /// <c>role</c>, <c>reasoning</c>, <c>content</c>, <c>refusal</c>, <c>tool_start</c>, <c>tool_arguments</c>, <c>finish</c>,
    /// <c>usage</c>, <c>done</c>.
    /// </param>
    /// <returns>The changed answer.</returns>
    public SimulatedResponse Without(params string[] events) => this with { Omitted = [.. Omitted, .. events] };

    /// <summary>Sends the answer under a content type that is not its own.</summary>
    /// <param name="contentType">The content type.</param>
    /// <returns>The changed answer.</returns>
    public SimulatedResponse WithContentType(string contentType) => this with { ContentType = contentType };

    private SimulatedResponse With(Interruption interruption)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(interruption.After);
        return this with { Interruptions = [.. Interruptions, interruption] };
    }
}
