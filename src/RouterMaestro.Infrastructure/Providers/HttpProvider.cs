using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using RouterMaestro.Application.Ports;
using RouterMaestro.Application.Protocols;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Routing;

namespace RouterMaestro.Infrastructure.Providers;

/// <summary>The one provider that speaks HTTP: a profile, the codecs of its dialects, and a connection pool of its own.</summary>
internal sealed partial class HttpProvider : IProvider, IDisposable
{
    private const int MostErrorBytes = 64 * 1024;
    private static readonly TimeSpan _errorLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _listLimit = TimeSpan.FromSeconds(30);

    private readonly FrozenDictionary<WireProtocol, UpstreamRoute> _routes;
    private readonly UpstreamRequests _requests;
    private readonly HttpMessageInvoker _transport;
    private readonly SecretMask _mask;
    private readonly TimeProvider _clock;
    private readonly ILogger<HttpProvider> _logger;

    public HttpProvider(ProviderProfile profile, CodecRegistry codecs, TimeLimits limits, TimeProvider clock, ILogger<HttpProvider> logger)
    {
        Card = profile.ToCard();
        _routes = profile.Protocols.ToFrozenDictionary(p => p, p => UpstreamRoute.For(profile, p, codecs));
        _requests = new UpstreamRequests(profile);
        _transport = UpstreamTransport.Create(limits);
        _mask = new SecretMask(profile);
        (_clock, _logger) = (clock, logger);
    }

    public ProviderCard Card { get; }

    public async Task<Attempt> SendAsync(UpstreamCall call, CancellationToken cancellationToken)
    {
        var route = _routes[call.Protocol];
        var stream = call.Call.Facts.Stream;
        var deadline = new UpstreamDeadline(_clock, cancellationToken);
        var isHandedOver = false;
        try
        {
            using var request = _requests.Chat(call, route);
            deadline.Arm(stream ? call.Limits.ResponseHeaders : call.Limits.Unstreamed);
            var (response, failure) = await SendAsync(request, deadline).ConfigureAwait(false);
            if (response is null)
            {
                return Failed(call.Candidate.Model, failure!);
            }

            if (!response.IsSuccessStatusCode)
            {
                using (response)
                {
                    return Failed(call.Candidate.Model, await ReadFailureAsync(response, route, deadline).ConfigureAwait(false));
                }
            }

            isHandedOver = true;
            var opening = new AnswerOpening(call, route, _mask, response, deadline);
            var attempt = await (stream ? opening.StreamAsync() : opening.WholeAsync()).ConfigureAwait(false);
            return attempt is Attempt.Failed broken ? Failed(call.Candidate.Model, broken.Failure) : attempt;
        }
        finally
        {
            if (!isHandedOver)
            {
                deadline.Dispose();
            }
        }
    }

    public async Task<ModelListing> ListModelsAsync(CancellationToken cancellationToken)
    {
        var route = _routes[Card.Protocols[0]];
        using var deadline = new UpstreamDeadline(_clock, cancellationToken);
        using var request = _requests.ModelList(route);
        deadline.Arm(_listLimit);
        var (response, failure) = await SendAsync(request, deadline).ConfigureAwait(false);
        using (response)
        {
            if (response is null)
            {
                return new ModelListing([], failure);
            }

            if (!response.IsSuccessStatusCode)
            {
                return new ModelListing([], await ReadFailureAsync(response, route, deadline).ConfigureAwait(false));
            }

            var (body, broken) = await WholeReader.ReadAsync(response.Content, deadline, WholeReader.MostBytes, FailureKind.TotalTimeout)
                .ConfigureAwait(false);
            using (body)
            {
                return body is null ? new ModelListing([], broken) : Listing(route.Protocol, body.Memory);
            }
        }
    }

    public void Dispose() => _transport.Dispose();

    private ModelListing Listing(WireProtocol protocol, ReadOnlyMemory<byte> body)
    {
        try
        {
            return new ModelListing(ModelListReader.Read(protocol, Card.Id, body));
        }
        catch (JsonException)
        {
            return new ModelListing([], new UpstreamFailure(FailureKind.Malformed, "The provider's answer is not a list of models."));
        }
    }

    private async Task<(HttpResponseMessage? Response, UpstreamFailure? Failure)> SendAsync(HttpRequestMessage request, UpstreamDeadline deadline)
    {
        try
        {
            return (await _transport.SendAsync(request, deadline.Token).ConfigureAwait(false), null);
        }
        catch (HttpRequestException exception)
        {
            return (null, FailureClassifier.Of(exception));
        }
        catch (OperationCanceledException exception) when (deadline.IsExpired || exception.InnerException is TimeoutException)
        {
            var kind = deadline.IsExpired ? FailureKind.HeadersTimeout : FailureKind.Connect;
            return (null, new UpstreamFailure(kind, FailureClassifier.Describe(kind)));
        }
    }

    private async Task<UpstreamFailure> ReadFailureAsync(HttpResponseMessage response, UpstreamRoute route, UpstreamDeadline deadline)
    {
        var status = (int)response.StatusCode;
        if (status < 400)
        {
            return new UpstreamFailure(FailureKind.Malformed, "The provider answered with a redirect, which is not followed.");
        }

        deadline.Arm(_errorLimit);
        var (body, _) = await WholeReader.ReadAsync(response.Content, deadline, MostErrorBytes, FailureKind.TotalTimeout).ConfigureAwait(false);
        using (body)
        {
            var failure = route.Codec.ReadFailure(status, new UpstreamHeaders(response.Headers), body is null ? default : body.Memory.Span);
            return _mask.Apply(failure) with
            {
                Headers = UpstreamHeaders.Down(response.Headers),
                UpstreamRequestId = UpstreamHeaders.RequestId(response.Headers, route.Profile),
            };
        }
    }

    private Attempt.Failed Failed(ModelRef model, UpstreamFailure failure)
    {
        LogFailed(model, failure.Kind, failure.Status);
        return new Attempt.Failed(failure);
    }

    [LoggerMessage(2001, LogLevel.Warning, "{Model} failed: {Kind} (HTTP {Status})")]
    private partial void LogFailed(ModelRef model, FailureKind kind, int? status);
}
