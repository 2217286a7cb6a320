using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Protocols.Abstractions;

/// <summary>Looks at the frames of one streamed answer that travels untouched.</summary>
public interface IStreamTap
{
    /// <summary>Gets the usage seen so far; null when none was told.</summary>
    TokenUsage? Usage { get; }

    /// <summary>Gets why the answer ended; null when that has not been said.</summary>
    FinishReason? Finish { get; }

    /// <summary>Gets the failure that a frame told; null when none did.</summary>
    UpstreamFailure? Failure { get; }

    /// <summary>Gets a value indicating whether the answer's end has been told, so that nothing but usage and the terminal may follow.</summary>
    bool IsFinishing { get; }

    /// <summary>Gets the frame that ends a stream in this dialect, when an answer has ended without it; empty when nothing is missing.</summary>
    ReadOnlySpan<byte> MissingTerminal { get; }

    /// <summary>Gets how far the stream has come, in dialects whose last frame tells that.</summary>
    StreamPlace Place => default;

    /// <summary>Looks at one frame.</summary>
    /// <param name="eventName">The frame's event name; empty when it has none.</param>
    /// <param name="data">The frame's data.</param>
    FrameVerdict Inspect(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data);

    /// <summary>Judges the end of the stream.</summary>
    /// <returns>Null when the answer was complete; else why it was not.</returns>
    UpstreamFailure? End();
}

/// <summary>What a tap says of one frame.</summary>
/// <param name="Model">The place of a model's value within the data, quotes included; empty when there is none.</param>
/// <param name="IsContent">Whether the frame settles which candidate answers.</param>
/// <param name="IsTerminal">Whether nothing need be read after the frame.</param>
/// <param name="IsFailure">Whether the frame tells a failure.</param>
/// <param name="IsWithheld">Whether the caller did not ask for the frame.</param>
public readonly record struct FrameVerdict(
    ByteRange Model = default, bool IsContent = false, bool IsTerminal = false, bool IsFailure = false, bool IsWithheld = false);
