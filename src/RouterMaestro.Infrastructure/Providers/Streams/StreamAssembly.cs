using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Infrastructure.Providers.Streams;

/// <summary>Makes the whole response of a stream that nobody asked for.</summary>
internal static class StreamAssembly
{
    /// <summary>Reads a stream to its end, within the limit for the whole response.</summary>
    /// <returns>The response, or the failure that ended the stream: half a response is none.</returns>
    public static async Task<(ChatResponse? Response, UpstreamFailure? Failure)> ReadAsync(DecodedStream stream, UpstreamReader reader, TimeLimits limits)
    {
        // all may be there: what tells a stream from a document has been read
        ICommittableStream held = stream;
        held.Hold();
        while (!stream.IsOver)
        {
            if (reader.Received > WholeReader.MaxBytes)
            {
                return (null, new UpstreamFailure(FailureKind.Malformed, "The provider's answer is too large."));
            }

            // a server may leave the connection open behind the last event
            var filling = stream.IsFinishing ? reader.FillOnAsync(limits, isFinishing: true) : reader.FillAsync(FailureKind.TotalTimeout);
            await filling.ConfigureAwait(false);
            held.Hold();
        }

        if (stream.Failure is { } failure)
        {
            return (null, failure);
        }

        var builder = new ChatResponseBuilder();
        while (stream.HoldsMore)
        {
            stream.Drain(builder);
        }

        return (builder.Build(), null);
    }
}
