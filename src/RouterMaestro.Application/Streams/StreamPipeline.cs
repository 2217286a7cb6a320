using System.Buffers;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Outcomes;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Application.Streams;

/// <summary>
/// Stands between the response of a candidate and its caller, streamed or whole: lets the response pass the guards, notes its first content, and
/// tells circuits, losses and observers how it ended.
/// </summary>
/// <param name="Call">The call to the candidate.</param>
/// <param name="Tracker">Follows the caller's call to its outcome.</param>
/// <param name="Context">The attempt whose circuits learn the end; null for a call about a stored response, which says nothing about the model.</param>
internal readonly record struct StreamPipeline(CandidateCall Call, CallTracker Tracker, AttemptContext? Context)
{
    /// <summary>Gets the time to the first content; null if it has not arrived or nobody observes calls.</summary>
    public TimeSpan? FirstContent { get; private init; }

    /// <summary>Lets the part of a response that has arrived until its commit pass the guards of the call.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="guards">The guards of the host.</param>
    /// <param name="codecs">The codecs, which read what is passed through.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The attempt with its guarded response, or a failed one if a guard failed the response.</returns>
    public ValueTask<Attempt> GuardAsync(Attempt attempt, StreamGuards guards, CodecRegistry codecs, CancellationToken cancellationToken) =>
        attempt is Attempt.Committed committed ? GuardAsync(Call, committed, guards, codecs.OutboundFor(Call.Protocol), cancellationToken) : new(attempt);

    /// <summary>Tells the circuits that the candidate responds, and notes the time.</summary>
    public StreamPipeline Begin()
    {
        if (Context is { } context)
        {
            Tracker.Monitor.Health.Begin(context);
        }

        return this with { FirstContent = Tracker.Elapsed };
    }

    /// <summary>Tells how the response ended.</summary>
    /// <param name="response">The response.</param>
    /// <param name="attempts">The number of requests sent to providers.</param>
    public void End(ProviderResponse response, int attempts)
    {
        if (Context is { } context)
        {
            Tracker.Monitor.End(Call, response, context);
        }

        Tracker.End(Call, response, attempts, FirstContent);
    }

    private static async ValueTask<Attempt> GuardAsync(
        CandidateCall call, Attempt.Committed committed, StreamGuards guards, IOutboundCodec codec, CancellationToken cancellationToken)
    {
        var response = committed.Response;
        try
        {
            var (guarded, failure) = await GuardAsync(call, response, guards, codec, cancellationToken).ConfigureAwait(false);
            if (failure is null)
            {
                return committed with { Response = guarded };
            }

            await guarded.DisposeAsync().ConfigureAwait(false);
            return new Attempt.Failed(failure with { Headers = response.Headers, UpstreamRequestId = response.UpstreamRequestId })
            {
                Earlier = committed.Earlier,
                Lost = response.Losses.Fields,
            };
        }
        catch
        {
            await response.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async ValueTask<(ProviderResponse Response, UpstreamFailure? Failure)> GuardAsync(
        CandidateCall call, ProviderResponse response, StreamGuards guards, IOutboundCodec codec, CancellationToken cancellationToken)
    {
        switch (response)
        {
            case EventStream stream:
                var events = new GuardedStream(call, stream, guards) { Headers = response.Headers, UpstreamRequestId = response.UpstreamRequestId };
                await events.HoldAsync(cancellationToken).ConfigureAwait(false);
                return (events, events.GuardFailure);
            case PassthroughStream stream:
                var frames = new GuardedPassthroughStream(call, stream, guards, codec) { Headers = response.Headers, UpstreamRequestId = response.UpstreamRequestId };
                await frames.HoldAsync(cancellationToken).ConfigureAwait(false);
                return (frames, frames.GuardFailure);
            case BufferedResponse whole:
                var builder = new ChatResponseBuilder();
                var chain = Inspect(call, whole.Response, guards, whole.Losses, builder);
                return (chain.IsChanged && chain.Failure is null ? whole.With(Rebuild(whole.Response, builder.Build())) : whole, chain.Failure);
            default:
                return (response, InspectDocument(call, (PassthroughResponse)response, guards, codec));
        }
    }

    private static UpstreamFailure? InspectDocument(CandidateCall call, PassthroughResponse response, StreamGuards guards, IOutboundCodec codec)
    {
        var document = new ArrayBufferWriter<byte>(Math.Max(1, response.Length));
        response.WriteTo(document);

        // a document that the gateway cannot read is passed through like any other, unseen by guards
        return codec.ReadResponse(document.WrittenMemory).Response is { } read
            ? Inspect(call, read, guards, new LossSink(), new ChatResponseBuilder()).Failure
            : null;
    }

    private static GuardChain Inspect(CandidateCall call, ChatResponse response, StreamGuards guards, LossSink losses, IChatEventSink target)
    {
        var chain = new GuardChain(call, guards, losses, target);
        chain.Write(response);
        return chain;
    }

    // guards see events, which do not hold all that a whole response holds
    private static ChatResponse Rebuild(ChatResponse response, ChatResponse changed) =>
        response with { Parts = changed.Parts, Finish = changed.Finish, Usage = changed.Usage, StopSequence = changed.StopSequence };
}
