using System.Runtime.CompilerServices;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using RouterMaestro.Application.Calls;
using RouterMaestro.Infrastructure.Providers.Transport;

namespace RouterMaestro.Infrastructure.Providers.Resilience;

/// <summary>
/// The Polly pipeline around a provider's requests, built once: one retry at the same candidate after a transient failure. The time
/// limits belong to the call, since they end with the headers and differ from call to call.
/// </summary>
internal sealed class UpstreamResilience : IDisposable
{
    private static readonly ResiliencePropertyKey<UpstreamRetry> _key = new("router-maestro.retry");

    private readonly HttpMessageInvoker _transport;
    private readonly string? _attemptIdHeader;
    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;

    /// <summary>Builds the pipeline.</summary>
    /// <param name="transport">The connections.</param>
    /// <param name="clock">The clock of the retries.</param>
    /// <param name="attemptIdHeader">The header field that gets a new UUID with each attempt; null if there is none.</param>
    public UpstreamResilience(HttpMessageInvoker transport, TimeProvider clock, string? attemptIdHeader = null)
    {
        (_transport, Clock, _attemptIdHeader) = (transport, clock, attemptIdHeader);
        _pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock }
            .AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = 1,
                ShouldRetryAfterHeader = false,
                UseJitter = false,
                ShouldHandle = static args => new(RetryOf(args.Context).IsWorthAnother(args.Outcome)),
                DelayGenerator = static args => new(RetryOf(args.Context).Wait),
                OnRetry = static args => RetryOf(args.Context).NoteAsync(args.Outcome),
            })
            .Build();
    }

    /// <summary>Gets the clock of the retries.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Sends a request and waits for the response headers. The pipeline is entered only after a first attempt failed.</summary>
    /// <returns>The response, or the exception of the last attempt.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Outcome<HttpResponseMessage>> SendAsync(UpstreamRetry attempts)
    {
        var first = await AttemptAsync(attempts).ConfigureAwait(false);
        return attempts.IsWorthAnother(first) ? await SendAgainAsync(attempts, first).ConfigureAwait(false) : first;
    }

    /// <summary>Sends a request without a retry.</summary>
    /// <returns>The response, or the exception.</returns>
    public ValueTask<Outcome<HttpResponseMessage>> SendOnceAsync(UpstreamRetry attempts) => AttemptAsync(attempts);

    public void Dispose() => _transport.Dispose();

    private async ValueTask<Outcome<HttpResponseMessage>> SendAgainAsync(UpstreamRetry attempts, Outcome<HttpResponseMessage> first)
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, attempts.Deadline.Token);
        try
        {
            context.Properties.Set(_key, attempts);
            return await _pipeline.ExecuteOutcomeAsync(
                static (context, state) => RetryOf(context) is { Earlier.IsEmpty: false } attempts
                    ? state.Pipeline.AttemptAsync(attempts)
                    : new(state.First),
                context,
                (First: first, Pipeline: this)).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static UpstreamRetry RetryOf(ResilienceContext context) => context.Properties.GetValue(_key, null!);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Outcome<HttpResponseMessage>> AttemptAsync(UpstreamRetry attempts)
    {
        attempts.Arm();
        if (_attemptIdHeader is { } header)
        {
            attempts.Request.Headers.Remove(header);
            attempts.Request.Headers.TryAddWithoutValidation(header, UniqueIds.Next().ToString());
        }

        try
        {
            var response = await _transport.SendAsync(attempts.Request, attempts.Deadline.Token).ConfigureAwait(false);
            DecodedContent.Replace(response);
            return Outcome.FromResult(response);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return Outcome.FromException<HttpResponseMessage>(exception);
        }
    }
}
