using System.Runtime.CompilerServices;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Translation;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Providers.Profiles;
using RouterMaestro.Infrastructure.Providers.Resilience;
using RouterMaestro.Infrastructure.Providers.Transport;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.Passthrough;
using RouterMaestro.Protocols.RequestScanning;
using RouterMaestro.Protocols.Tools;

namespace RouterMaestro.Infrastructure.Providers.Streams;

/// <summary>Turns an HTTP response with a success status into an attempt. A stream is read up to its commit.</summary>
internal sealed class ResponseOpener(
    CandidateCall call, RequestTranslation? translation, UpstreamRoute route, SecretMask mask, HttpResponseMessage response, UpstreamDeadline deadline)
{
    private readonly EquatableArray<HeaderField> _headers = UpstreamResponseHeaders.Down(response.Headers, mask, route, call.Call.Description?.RateLimits, deadline.Clock);
    private readonly string? _requestId = UpstreamResponseHeaders.RequestId(response.Headers, mask, route.Description);

    // a document in the place of a stream that passes through has no translated request
    private ResponseCalls Calls => translation?.Calls ?? new(Losses, static () => UniqueIds.Next().ToString("N"));

    private LossSink Losses => field ??= translation?.Losses ?? new();

    /// <summary>Reads a buffered response; disposes of the HTTP response and the deadline.</summary>
    /// <remarks>
    /// There are servers that stream whatever was asked (DeepSeek by loreai PR#605, Wei-Shaw/sub2api#2826, songquanpeng/one-api#277); their streams are assembled.
    /// </remarks>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Attempt> BufferedAsync()
    {
        if (IsEventStream() && route.OperationCodec is null)
        {
            return await AssembledAsync(await response.Content.ReadAsStreamAsync(deadline.Token).ConfigureAwait(false)).ConfigureAwait(false);
        }

        using (deadline)
        using (response)
        {
            var (body, failure) = await WholeReader.ReadAsync(response.Content, deadline, WholeReader.MaxBytes, FailureKind.TotalTimeout, call.Call.Memory, Extras)
                .ConfigureAwait(false);
            if (body is null)
            {
                return Failed(failure!);
            }

            // a stream under another content type
            if (route.OperationCodec is null && EventStreams.IsOne(body.Memory.Span))
            {
                using (body)
                {
                    return await AssembledAsync(new MemoryStream(body.Memory.ToArray())).ConfigureAwait(false);
                }
            }

            return Read(body, asStream: false);
        }
    }

    /// <summary>Opens a stream, which then owns the HTTP response and the deadline.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Attempt> StreamAsync()
    {
        var stream = await response.Content.ReadAsStreamAsync(deadline.Token).ConfigureAwait(false);
        var reader = new UpstreamReader(response, stream, deadline, call.Call.Memory);
        try
        {
            deadline.ArmSince(deadline.StartedAt, call.Limits.FirstContent);
            var attempt = IsEventStream() || !await IsDocumentAsync(reader).ConfigureAwait(false)
                ? await FramesAsync(reader).ConfigureAwait(false)
                : await DocumentAsync(reader, asStream: true).ConfigureAwait(false);
            if (attempt is Attempt.Failed or Attempt.Committed { Response: ReplayedStream })
            {
                await reader.DisposeAsync().ConfigureAwait(false);
            }

            return attempt;
        }
        catch
        {
            await reader.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private StreamRules Rules() => new()
    {
        OmitsFinishReason = route.OmitsFinishReason,
        MergesChoices = route.SplitsChoices && !call.Call.Facts.WantsChoices,
        HasCallsInText = route.SplitsChoices,
    };

    // one for the response, so that its cost is read once however its body is read
    private ExtrasReading? Extras => route.Extras is { } extras ? field ??= new(extras, call) : null;

    private bool IsEventStream() => response.Content.Headers.ContentType?.MediaType is "text/event-stream";

    /// <summary>
    /// Returns true if the response to a streamed call is a document: an error inside a 200, as OpenRouter sends it
    /// (openrouter.ai/docs/errors), or a buffered response. The first byte that is not white space decides.
    /// </summary>
    private static async Task<bool> IsDocumentAsync(UpstreamReader reader)
    {
        while (reader.Unread.TrimStart(" \r\n\t"u8).IsEmpty && !reader.IsEnd)
        {
            await reader.FillAsync(FailureKind.FirstContentTimeout).ConfigureAwait(false);
        }

        return reader.Unread.TrimStart(" \r\n\t"u8) is [(byte)'{' or (byte)'[' or (byte)'<', ..];
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Attempt> FramesAsync(UpstreamReader reader)
    {
        // a stream that is held back may still come from another candidate
        var rules = Rules() with { RefusesGaps = call.Commit == CommitMode.Complete };
        if (call.IsPassthrough)
        {
            var quotedModel = QuotedNames.Of(call.Candidate.Model).QualifiedId;
            var content = call.Settings.Guards.Runaway is { } limits ? new ContentMeter(limits) : null;
            var tap = route.Codec.CreateTap(new() { WithholdUsage = !call.Call.Facts.WantsUsage, Repair = call.Repair, Content = content, Rules = rules });
            var edited = new HttpPassthroughStream(call, reader, tap, quotedModel, mask, Extras) { Content = content, Headers = _headers, UpstreamRequestId = _requestId };
            return await CommitAsync(edited, reader).ConfigureAwait(false);
        }

        return await CommitAsync(Decode(reader, rules), reader).ConfigureAwait(false);
    }

    private DecodedStream Decode(UpstreamReader reader, StreamRules rules) =>
        new(call, reader, route.Codec.CreateDecoder(Losses, rules), Calls, mask, Extras) { Headers = _headers, UpstreamRequestId = _requestId, Losses = Losses };

    /// <summary>Reads a stream to its end and makes the whole response of it, in the canonical model also for a caller of the same protocol.</summary>
    private async ValueTask<Attempt> AssembledAsync(Stream stream)
    {
        var reader = new UpstreamReader(response, stream, deadline, call.Call.Memory);
        await using (reader.ConfigureAwait(false))
        {
            if (await IsDocumentAsync(reader).ConfigureAwait(false))
            {
                return await DocumentAsync(reader, asStream: false).ConfigureAwait(false);
            }

            var decoded = Decode(reader, Rules() with { RefusesGaps = true });
            await using (decoded.ConfigureAwait(false))
            {
                var (whole, failure) = await StreamAssembly.ReadAsync(decoded, reader, call.Limits).ConfigureAwait(false);
                return whole is not null ? Committed(whole, asStream: false)
                    : Empty(failure!, decoded.Usage) is { } empty ? Committed(empty, asStream: false)
                    : Failed(failure!);
            }
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Attempt> CommitAsync<TStream>(TStream stream, UpstreamReader reader)
        where TStream : ResponseStream, ICommittableStream
    {
        try
        {
            if (await CommitGate.ReadAsync(stream, reader, call.Limits, call.Commit).ConfigureAwait(false) is not { } failure)
            {
                return new Attempt.Committed(stream);
            }

            var spent = stream.Usage;
            await stream.DisposeAsync().ConfigureAwait(false);
            return Empty(failure, spent) is { } empty ? Committed(empty, asStream: true) : Failed(failure);
        }
        catch
        {
            // it holds memory of the budget
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<Attempt> DocumentAsync(UpstreamReader reader, bool asStream)
    {
        while (!reader.IsEnd && reader.Unread.Length < UpstreamReader.MaxUnread)
        {
            await reader.FillAsync(FailureKind.FirstContentTimeout).ConfigureAwait(false);
        }

        return reader.Failure is { } failure ? Failed(failure) : Read(BodyBuffer.CopyOf(reader.Unread, call.Call.Memory), asStream);
    }

    private Attempt Read(BodyBuffer body, bool asStream)
    {
        try
        {
            call.Recorder?.RecordResponse(body.Memory.Span);
            return call.IsPassthrough && !asStream ? Passthrough(body) : Translated(body, asStream);
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    private Attempt Passthrough(BodyBuffer body)
    {
        var reading = route.OperationCodec is { } codec
            ? codec.ReadResponse(body.Memory.Span, call.Call.Facts)
            : route.Codec.ReadPassthrough(body.Memory.Span, new() { Repair = call.Repair, Rules = Rules() });
        if (reading.Failure is { } failure)
        {
            using (body)
            {
                Extras?.Read(body.Memory.Span);
                return Empty(failure, reading.Usage) is { } empty ? Committed(empty, asStream: false) : Failed(failure);
            }
        }

        if (Extras is { } extras && extras.Read(body.Memory.Span) && extras.Removals is { Length: > 0 } removals)
        {
            reading = reading with { Edits = new([.. reading.Edits.Span, .. removals]) };
        }

        NoteCost(reading.Usage);
        var quotedModel = QuotedNames.Of(call.Candidate.Model).QualifiedId;
        return new Attempt.Committed(new HttpPassthroughResponse(body, Masked(reading, body.Memory.Span), quotedModel) { Headers = _headers, UpstreamRequestId = _requestId });
    }

    private void NoteCost(TokenUsage? usage)
    {
        CostSink.Entry? cost = null;
        call.Call.Note(call.Candidate.Model, usage, ref cost);
    }

    /// <summary>Masks the error of a response that tells of one: what it says is no content.</summary>
    private PassthroughReading Masked(PassthroughReading reading, ReadOnlySpan<byte> body)
    {
        var place = route.OperationCodec is not null && MemberProbe.TryFind(body, "error"u8, out var found) ? found.Place : reading.Error;
        return !place.IsEmpty && mask.Apply(body.Slice(place.Start, place.Length)) is { } masked && CompleteJson.Is(masked)
            ? reading with { Edits = (BodyEdit[])[.. reading.Edits.Span, new(place, masked)] }
            : reading;
    }

    private Attempt Translated(BodyBuffer body, bool asStream)
    {
        Extras?.Read(body.Memory.Span);
        var reading = route.Codec.ReadResponse(body.Memory);
        if (reading.Failure is { } failure)
        {
            using (body)
            {
                return Empty(failure, reading.Usage) is { } empty ? Committed(empty, asStream) : Failed(failure);
            }
        }

        NoteCost(reading.Response!.Usage);
        Losses.AddAll(reading.Losses);
        return Committed(Calls.Apply(reading.Response!), asStream, body);
    }

    private Attempt.Committed Committed(ChatResponse response, bool asStream, BodyBuffer? body = null)
    {
        var buffered = new BufferedResponse(response, body) { Headers = _headers, UpstreamRequestId = _requestId, Losses = Losses };
        return new(asStream ? new ReplayedStream(buffered) { Headers = _headers, UpstreamRequestId = _requestId, Losses = Losses } : buffered);
    }

    /// <summary>Returns the response that ended before its first content, where the provider's models do that; null for a failure.</summary>
    private ChatResponse? Empty(UpstreamFailure failure, TokenUsage? usage) =>
        failure.Kind == FailureKind.Empty && usage is not null && route.FindFinishOfEmpty?.Invoke(call, usage) is { } finish ? new([], finish, usage) : null;

    /// <exception cref="RouterException">The gateway is short of memory, which no other provider would mend.</exception>
    private Attempt.Failed Failed(UpstreamFailure failure) => failure == MemoryShortage.Failure
        ? throw new RouterException(MemoryShortage.Error)
        : new(mask.Apply(failure) with { Headers = _headers, UpstreamRequestId = _requestId });
}
