using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Models.Facts;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Infrastructure.Providers.Learning;
using RouterMaestro.Infrastructure.Providers.Modules;
using RouterMaestro.Infrastructure.Providers.Profiles;
using RouterMaestro.Infrastructure.Providers.Resilience;
using RouterMaestro.Infrastructure.Providers.Streams;
using RouterMaestro.Infrastructure.Providers.Transport;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Infrastructure.Providers;

/// <summary>A provider called over HTTP, with a profile, the codecs of its protocols and its own connection pool.</summary>
internal sealed partial class HttpProvider : IProvider, IDisposable
{
    private const int MaxErrorBytes = 64 * 1024;
    private static readonly TimeSpan _errorLimit = TimeSpan.FromSeconds(10);

    // the next attempt waits for what the first one says, which is for the log alone
    private static readonly TimeSpan _earlierErrorLimit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _listLimit = TimeSpan.FromSeconds(30);

    // a quick estimate is worth more than a late count
    private static readonly TimeSpan _countLimit = TimeSpan.FromSeconds(5);

    private readonly ProviderParts _parts;
    private readonly LearnedFacts _learned;
    private readonly UpstreamRoutes _routes;
    private readonly UpstreamRequests _requests;
    private readonly UpstreamSender _sender;
    private readonly TimeProvider _clock;
    private readonly Func<UpstreamRetry, HttpResponseMessage, Task<UpstreamFailure>> _readEarlier;
    private readonly Func<string, string> _mask;

    public HttpProvider(ProviderProfile profile, ProviderParts parts, UpstreamRoutes routes, UpstreamSender sender, LearnedFacts learned)
    {
        Card = profile.ToCard();
        _learned = learned;
        _requests = new UpstreamRequests(profile, parts, learned);
        (_parts, _routes, _sender, _clock) = (parts, routes, sender, sender.Clock);
        (_readEarlier, _mask) = (ReadEarlierAsync, sender.Mask.Apply);
    }

    public ProviderCard Card { get; }

    public string? ReserveReason => _parts.FindReserveReason?.Invoke();

    public EquatableArray<IStreamGuard> Guards => _parts.Guards;

    public ModelFacts LearnedFactsOf(string model) => _learned.IsEmpty ? ModelFacts.Unknown : _learned.Of(new ModelRef(Card.Id, model)).Facts;

    public async Task<Attempt> SendAsync(CandidateCall call, CancellationToken cancellationToken)
    {
        var stream = call.Call.Facts.Stream;
        var deadline = new UpstreamDeadline(_clock, cancellationToken);
        var isHandedOver = false;
        try
        {
            deadline.LimitTotal(stream ? call.Limits.Total : null);
            var route = _routes.For(call);
            using var request = _requests.Make(call, route, out var translation);
            var attempts = new UpstreamRetry(request, deadline, _clock)
            {
                HeadersLimit = stream ? call.Limits.ResponseHeaders : null,
                WholeLimit = stream ? null : call.Limits.Unstreamed,
                IsProbe = call.Candidate.IsProbe,
                Route = route,
                ReadFailure = _readEarlier,
                Call = call.Call,
            };
            var (response, failure) = await _sender.SendAsync(attempts, route.Description).ConfigureAwait(false);
            ReadExtras(route, response);
            if (response is { StatusCode: HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.UnprocessableEntity } && call.Call.Facts.Operation == CallOperation.Chat)
            {
                var mended = await MendAsync(call, route, translation, attempts, response).ConfigureAwait(false);
                isHandedOver = mended is Attempt.Committed;
                return mended;
            }

            isHandedOver = response is { IsSuccessStatusCode: true };
            var attempt = response is null ? new Attempt.Failed(failure!)
                : await OpenAsync(call, route, translation, response, deadline).ConfigureAwait(false);
            return Conclude(translation, attempt, attempts, attempts.Earlier);
        }
        finally
        {
            if (!isHandedOver)
            {
                deadline.Dispose();
            }
        }
    }

    public EquatableArray<string> LossesOf(CandidateCall call) => _requests.LossesOf(call, _routes.For(call));

    public async Task<ProviderCount> CountTokensAsync(CandidateCall call, CancellationToken cancellationToken)
    {
        var route = _routes.For(call);
        if (route.CountAddress is null || !call.IsPassthrough)
        {
            return ProviderCount.Unsupported;
        }

        using var deadline = new UpstreamDeadline(_clock, cancellationToken);
        using var request = _requests.Count(call, route);
        var attempts = new UpstreamRetry(request, deadline, _clock) { WholeLimit = _countLimit, IsProbe = true };
        var (response, failure) = await _sender.SendAsync(attempts, route.Description).ConfigureAwait(false);
        using (response)
        {
            if (response is { IsSuccessStatusCode: true })
            {
                var (body, broken) = await WholeReader.ReadAsync(response.Content, deadline, MaxErrorBytes, FailureKind.TotalTimeout).ConfigureAwait(false);
                using (body)
                {
                    return body is null ? ProviderCount.Fail(broken!) : ProviderCount.Of(
                        _sender.Mask.Apply(body.Memory.Span) ?? body.Memory.ToArray(),
                        UpstreamResponseHeaders.Down(response.Headers, _sender.Mask, route, call.Call.Description?.RateLimits, _clock),
                        UpstreamResponseHeaders.RequestId(response.Headers, _sender.Mask, route.Description));
                }
            }

            failure ??= await ReadFailureAsync(response!, route, call.Call.Description, deadline).ConfigureAwait(false);
            return failure.Kind is FailureKind.InvalidRequest or FailureKind.ContextOverflow or FailureKind.ContentPolicy && failure.Status is not (404 or 405 or 501)
                ? ProviderCount.Refuse(failure)
                : ProviderCount.Fail(failure);
        }
    }

    public async Task<ModelListing> ListModelsAsync(CancellationToken cancellationToken)
    {
        var route = _routes.ForModels;
        using var deadline = new UpstreamDeadline(_clock, cancellationToken);
        using var request = _requests.ModelList(route);
        var attempts = new UpstreamRetry(request, deadline, _clock) { HeadersLimit = _listLimit };
        var (response, failure) = await _sender.SendAsync(attempts, route.Description).ConfigureAwait(false);
        using (response)
        {
            if (response is null)
            {
                return new ModelListing([], failure);
            }

            if (!response.IsSuccessStatusCode)
            {
                return new ModelListing([], await ReadFailureAsync(response, route, caller: null, deadline).ConfigureAwait(false));
            }

            var (body, broken) = await WholeReader.ReadAsync(response.Content, deadline, WholeReader.MaxBytes, FailureKind.TotalTimeout)
                .ConfigureAwait(false);
            using (body)
            {
                return body is null ? new ModelListing([], broken) : Listing(body.Memory);
            }
        }
    }

    public void Dispose()
    {
        _sender.Dispose();
        (_parts.Credentials as IDisposable)?.Dispose();
        (_parts.Customizer as IDisposable)?.Dispose();
    }

    private void ReadExtras(UpstreamRoute route, HttpResponseMessage? response)
    {
        if (route.Extras is not { } extras || response is null)
        {
            return;
        }

        foreach (var (name, values) in response.Headers.NonValidated)
        {
            extras.ReadHeader(name, values.ToString(), _mask);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Attempt> OpenAsync(
        CandidateCall call, UpstreamRoute route, RequestTranslation? translation, HttpResponseMessage response, UpstreamDeadline deadline)
    {
        if (response.IsSuccessStatusCode)
        {
            var opener = new ResponseOpener(call, translation, route, _sender.Mask, response, deadline);
            return call.Call.Facts.Stream ? await opener.StreamAsync().ConfigureAwait(false) : await opener.BufferedAsync().ConfigureAwait(false);
        }

        using (response)
        {
            return new Attempt.Failed(await ReadFailureAsync(response, route, call.Call.Description, deadline).ConfigureAwait(false));
        }
    }

    private ModelListing Listing(ReadOnlyMemory<byte> body)
    {
        try
        {
            var models = _parts.ReadModels is { } read ? read(body) : _routes.ForModels.Description.ModelList.Read(Card.Id, body);

            _parts.Server?.Learn(models);

            // no client could ask for such a model, and a terminal that prints its id would obey it
            return new ModelListing(models.Where(model => EntryRules.ErrorOfModelId(model.Ref.Id) is null).ToEquatableArray());
        }
        catch (JsonException)
        {
            return new ModelListing([], new UpstreamFailure(FailureKind.Malformed, "The provider's answer is not a list of models."));
        }
    }

    private async Task<UpstreamFailure> ReadEarlierAsync(UpstreamRetry attempts, HttpResponseMessage response)
    {
        using var limit = new UpstreamDeadline(_clock, attempts.Deadline.Token);
        return await ReadFailureAsync(response, attempts.Route!, caller: null, limit, _earlierErrorLimit).ConfigureAwait(false);
    }

    private Task<UpstreamFailure> ReadFailureAsync(HttpResponseMessage response, UpstreamRoute route, ProtocolDescription? caller, UpstreamDeadline deadline) =>
        ReadFailureAsync(response, route, caller, deadline, _errorLimit);

    private async Task<UpstreamFailure> ReadFailureAsync(
        HttpResponseMessage response, UpstreamRoute route, ProtocolDescription? caller, UpstreamDeadline deadline, TimeSpan wait)
    {
        var status = (int)response.StatusCode;
        if (status < 400)
        {
            return new UpstreamFailure(FailureKind.Malformed, "The provider answered with a redirect, which is not followed.");
        }

        deadline.Arm(wait);
        var (body, broken) = await WholeReader.ReadAsync(response.Content, deadline, MaxErrorBytes, FailureKind.TotalTimeout).ConfigureAwait(false);
        using (body)
        {
            var failure = route.Codec.ReadFailure(status, new UpstreamResponseHeaders(response.Headers), body is null ? default : body.Memory.Span);
            failure = broken is { Kind: FailureKind.Malformed } ? failure with { Message = broken.Message } : failure;
            return _sender.Mask.Apply(failure) with
            {
                RetryAfter = failure.RetryAfter ?? RetryAfter.Of(response, _clock),
                Headers = UpstreamResponseHeaders.Down(response.Headers, _sender.Mask, route, caller?.RateLimits, _clock),
                UpstreamRequestId = UpstreamResponseHeaders.RequestId(response.Headers, _sender.Mask, route.Description),
                IsKeyMissing = Card.Status == ProviderStatus.Anonymous,
            };
        }
    }

    private static Attempt Conclude(RequestTranslation? translation, Attempt attempt, UpstreamRetry last, EquatableArray<UpstreamFailure> earlier)
    {
        if (attempt is Attempt.Failed failed)
        {
            // the time of all attempts, which the gateway knows, is not that of the last one
            var failure = earlier.IsEmpty ? failed.Failure : failed.Failure with { Duration = last.Elapsed };
            attempt = failed with { Failure = failure, Lost = translation is null ? failed.Lost : translation.Losses.Fields };
        }

        return earlier.IsEmpty ? attempt : attempt with { Earlier = earlier };
    }
}
