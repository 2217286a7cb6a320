using System.Globalization;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Infrastructure.Providers.Streams;

/// <summary>
/// Ends streams that do not end: models that repeat themselves, and floods of tiny deltas. It is a check of two counters within the streams and not a
/// guard of the pipeline, which would decode every passthrough stream.
/// </summary>
internal static class RunawayGuard
{
    /// <summary>Creates the failure of a stream with too much content.</summary>
    /// <param name="content">The content so far.</param>
    public static UpstreamFailure Fail(ContentMeter content) => new(
        FailureKind.Overloaded,
        content.Bytes > content.Limits.MaxBytes
            ? string.Create(CultureInfo.InvariantCulture, $"The response was stopped because it is larger than {content.Limits.MaxBytes} bytes. Try again.")
            : string.Create(CultureInfo.InvariantCulture, $"The response was stopped because it came in more than {content.Limits.MaxDeltas} deltas of less than 1.5 bytes on average. Try again."))
    {
        Guard = RunawayLimits.Guard,
    };
}
