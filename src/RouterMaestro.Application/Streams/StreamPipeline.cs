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
/// tells circuits, losses and observers how the attempt ended.
/// </summary>
internal sealed class StreamPipeline
{
    private readonly CallTracker _tracker;
    private readonly AttemptContext? _context;
    private TimeSpan? _firstContent;

    /// <summary>Creates the pipeline of one attempt.</summary>
    /// <param name="call">The call to the candidate.</param>
    /// <param name="tracker">Follows the caller's call to its outcome.</param>
    /// <param name="context">The attempt whose circuits learn the end; null for a call about a stored response, which says nothing about the model.</param>
    public StreamPipeline(CandidateCall call, in CallTracker tracker, in AttemptContext? context) => (Call, _tracker, _context) = (call, tracker, context);

    /// <summary>Gets the call to the candidate.</summary>
    public CandidateCall Call { get; }

    /// <summary>Lets the part of a response that has arrived until its commit pass the guards of the call.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="guards">The guards of the host.</param>
    /// <param name="codecs">The codecs, which read what is passed through.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The attempt with its guarded response, or a failed one if a guard failed the response.</returns>
    public ValueTask<Attempt> GuardAsync(Attempt attempt, StreamGuards guards, CodecRegistry codecs, CancellationToken cancellationToken) =>
        attempt is Attempt.Committed committed ? GuardAsync(Call, committed, guards, codecs.OutboundFor(Call.Protocol), cancellationToken) : new(attempt);

    /// <summary>Tells the circuits that the candidate responds, and notes the time.</summary>
    public StreamPipeline Begin(Attempt.Committed committed)
    {
        _tracker.Monitor.Log.Failed(Call, committed);
        if (_context is { } context)
        {
            _tracker.Monitor.Health.Begin(context);
        }

        _firstContent = _tracker.Elapsed;
        return this;
    }

    /// <summary>Tells that the attempt failed.</summary>
    /// <param name="failed">The attempt.</param>
    public void Fail(Attempt.Failed failed)
    {
        var isSlow = failed.Failure.Kind is FailureKind.FirstContentTimeout or FailureKind.HeadersTimeout;
        _tracker.Monitor.Fail(Call, failed, _context.GetValueOrDefault(), isSlowProbe: isSlow && Call.Candidate.IsProbe && Call.Call.Facts.Stream);
    }

    /// <summary>Tells that the attempt ended without a result, so that another call may probe the candidate.</summary>
    public void Release() => _tracker.Monitor.Health.Release(_context.GetValueOrDefault());

    /// <summary>Tells how the response ended.</summary>
    /// <param name="response">The response.</param>
    /// <param name="attempts">The number of requests sent to providers.</param>
    /// <param name="failure">The failure that is not the provider's; null if there is none.</param>
    public void End(ProviderResponse response, int attempts, UpstreamFailure? failure)
    {
        if (_context is { } context)
        {
            _tracker.Monitor.End(Call, response, context);
        }

        _tracker.End(Call, response, attempts, _firstContent, failure);
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
