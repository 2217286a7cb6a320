using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Protocols.Streaming;

/// <summary>Creates the failures of streams that break the rules of every protocol.</summary>
internal static class StreamFailures
{
    /// <summary>Creates the failure of a frame that is not JSON.</summary>
    public static UpstreamFailure Malformed() => new(FailureKind.Malformed, "The provider's stream holds something that is not JSON.");

    /// <summary>Creates the failure of a stream whose parts do not fit together, so that some of it was lost.</summary>
    public static UpstreamFailure Gap() => new(FailureKind.Cut, "The provider's stream lacks a part of the answer.");

    /// <summary>Creates the failure of a stream that ended before its response was complete.</summary>
    /// <param name="hasContent">Whether the response had begun.</param>
    public static UpstreamFailure Unfinished(bool hasContent) => hasContent
        ? new(FailureKind.Cut, "The provider's stream ended in the middle of the answer.")
        : new(FailureKind.Empty, "The provider's stream ended without an answer.");
}
