using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Protocols.Abstractions;

/// <summary>Observes the frames of one passthrough stream.</summary>
public interface IStreamTap
{
    /// <summary>Gets the usage seen so far; null if the provider sent none.</summary>
    TokenUsage? Usage { get; }

    /// <summary>Gets the finish reason; null if there is none yet.</summary>
    FinishReason? Finish { get; }

    /// <summary>Gets the failure that a frame reported; null if there is none.</summary>
    UpstreamFailure? Failure { get; }

    /// <summary>Gets a value indicating whether the response has its finish reason, so that only usage and the terminal frame may follow.</summary>
    bool IsFinishing { get; }

    /// <summary>Gets the terminal frame that the provider omitted; empty if it is not missing.</summary>
    ReadOnlySpan<byte> MissingTerminal { get; }

    /// <summary>Gets the frames that the provider omitted before the frame that was inspected last; empty if none are missing.</summary>
    ReadOnlySpan<byte> MissingBefore => default;

    /// <summary>Gets a value indicating whether events were lost before the frame that was inspected last, as the numbers of events tell.</summary>
    bool HasGap => false;

    /// <summary>Gets the position in the stream, for protocols whose error frame has it.</summary>
    StreamPlace Place => default;

    /// <summary>
    /// Gets the repairs of the frame that was inspected last, in the order of their places and beside the place of its model. They are valid until
    /// the next frame is inspected.
    /// </summary>
    ReadOnlySpan<BodyEdit> Edits => default;

    /// <summary>Gets the names of what has been repaired so far.</summary>
    EquatableArray<string> Repaired => [];

    /// <summary>Inspects one frame.</summary>
    /// <param name="eventName">The frame's event name; empty if it has none.</param>
    /// <param name="data">The frame's data.</param>
    FrameVerdict Inspect(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data);

    /// <summary>Checks the end of the stream.</summary>
    /// <returns>The failure if the response is not complete; otherwise null.</returns>
    UpstreamFailure? End();
}

/// <summary>The result of the inspection of one frame.</summary>
/// <param name="Model">The place of a model's value within the data, quotes included; empty if there is none.</param>
/// <param name="IsContent">Whether the frame has content. The first one commits the response to this candidate.</param>
/// <param name="IsTerminal">Whether the frame ends the stream.</param>
/// <param name="IsFailure">Whether the frame reports a failure.</param>
/// <param name="IsWithheld">
/// Whether the frame is withheld from the caller, which did not ask for it, or could not read it: a failure in another form, or data behind a whole
/// response that is not valid.
/// </param>
public readonly record struct FrameVerdict(
    ByteRange Model = default, bool IsContent = false, bool IsTerminal = false, bool IsFailure = false, bool IsWithheld = false)
{
    /// <summary>Gets the event's name by which clients know the frame, if it came without that; empty to leave the frame's own.</summary>
    public ReadOnlyMemory<byte> EventName { get; init; }

    /// <summary>Gets a value indicating whether the frame is no part of an answer that the protocol knows, so that its data is no content.</summary>
    public bool IsUnknown { get; init; }
}

/// <summary>The position in a stream, from which an error frame continues ids and numbers.</summary>
/// <param name="ResponseId">The response id that the provider sent; null if it sent none.</param>
/// <param name="Number">The number of the next frame, in protocols that number them.</param>
public readonly record struct StreamPlace(string? ResponseId, long Number);
