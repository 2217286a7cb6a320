using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Infrastructure.Providers.Streams;

/// <summary>Reads and holds back the beginning of a stream: up to its first content or to its end, depending on the commit mode.</summary>
internal static class CommitGate
{
    /// <summary>Reads until the attempt can be committed.</summary>
    /// <returns>Null if the attempt can be committed; otherwise the failure.</returns>
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

/// <summary>A stream that can hold back its content until the attempt is committed.</summary>
internal interface ICommittableStream
{
    /// <summary>Gets whether the first content has arrived.</summary>
    bool HasContent { get; }

    /// <summary>Gets whether only the usage and the terminal are missing.</summary>
    bool IsFinishing { get; }

    /// <summary>Gets whether the response is complete or has failed.</summary>
    bool IsOver { get; }

    /// <summary>Gets the failure; null if there is none.</summary>
    UpstreamFailure? Failure { get; }

    /// <summary>Processes the bytes read so far and holds back the result.</summary>
    void Hold();
}
