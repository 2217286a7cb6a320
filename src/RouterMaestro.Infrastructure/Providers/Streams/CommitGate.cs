using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Infrastructure.Providers.Streams;

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

/// <summary>A stream of which nothing has been passed on yet.</summary>
internal interface ICommittableStream
{
    /// <summary>Gets whether the first content is there.</summary>
    bool HasContent { get; }

    /// <summary>Gets whether only the usage and the terminal are left.</summary>
    bool IsFinishing { get; }

    /// <summary>Gets whether the answer is complete or has failed.</summary>
    bool IsOver { get; }

    /// <summary>Gets why the stream broke off; null while it has not.</summary>
    UpstreamFailure? Failure { get; }

    /// <summary>Takes in what has been read, and holds it back.</summary>
    void Hold();
}
