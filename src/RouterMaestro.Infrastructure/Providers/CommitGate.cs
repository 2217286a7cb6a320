using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Infrastructure.Providers;

/// <summary>Reads the beginning of a stream, which the stream holds back: up to its first content, or to its end, by the commit mode.</summary>
internal static class CommitGate
{
    /// <summary>Reads until the candidate is final.</summary>
    /// <returns>Null when it answers; else why it does not.</returns>
    public static async Task<UpstreamFailure?> ReadAsync(ICommittableStream stream, UpstreamReader reader, TimeLimits limits, CommitMode commit)
    {
        while (!stream.IsOver && !(stream.HasContent && commit == CommitMode.FirstContent))
        {
            if (reader.Received > WholeReader.MaxBytes)
            {
                return new UpstreamFailure(FailureKind.Malformed, "The provider's answer is too large to be held back.");
            }

            var filling = stream.HasContent ? reader.FillOnAsync(limits, stream.IsFinishing) : reader.FillAsync(FailureKind.FirstContentTimeout);
            await filling.ConfigureAwait(false);
            stream.Hold();
        }

        return stream.HasContent && commit == CommitMode.FirstContent ? null : stream.Failure;
    }
}
