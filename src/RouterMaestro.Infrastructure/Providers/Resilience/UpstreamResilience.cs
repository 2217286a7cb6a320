using System.Runtime.CompilerServices;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace RouterMaestro.Infrastructure.Providers.Resilience;

/// <summary>
/// The pipeline around a provider's requests, built once: one more try at the same candidate where a moment later may be otherwise.
/// The time limits are the call's own, since they end with the headers and differ from call to call.
/// </summary>
internal sealed class UpstreamResilience
{
    private static readonly ResiliencePropertyKey<UpstreamRetry> _key = new("router-maestro.tries");

    private readonly HttpMessageInvoker _transport;
    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;

    public UpstreamResilience(HttpMessageInvoker transport, TimeProvider clock)
    {
        _transport = transport;
        _pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock }
            .AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = 1,
                ShouldRetryAfterHeader = false,
                UseJitter = false,
                ShouldHandle = static args => new(RetryOf(args.Context).IsWorthAnother(args.Outcome)),
                DelayGenerator = static args => new(RetryOf(args.Context).Wait),
                OnRetry = static args =>
                {
                    RetryOf(args.Context).Note(args.Outcome);
                    return default;
                },
            })
            .Build();
    }

    /// <summary>Sends a request until the response headers are there. The pipeline only comes in when the first try failed.</summary>
    /// <returns>The response, or the exception of the last try.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Outcome<HttpResponseMessage>> SendAsync(UpstreamRetry attempts)
    {
        var first = await TryAsync(attempts, _transport).ConfigureAwait(false);
        return attempts.IsWorthAnother(first) ? await SendAgainAsync(attempts, first).ConfigureAwait(false) : first;
    }

    private async ValueTask<Outcome<HttpResponseMessage>> SendAgainAsync(UpstreamRetry attempts, Outcome<HttpResponseMessage> first)
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, attempts.Deadline.Token);
        try
        {
            context.Properties.Set(_key, attempts);
            return await _pipeline.ExecuteOutcomeAsync(
                static (context, state) => RetryOf(context) is { Earlier.IsEmpty: false } attempts
                    ? TryAsync(attempts, state.Transport)
                    : new(state.First),
                context,
                (First: first, Transport: _transport)).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static UpstreamRetry RetryOf(ResilienceContext context) => context.Properties.GetValue(_key, null!);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<Outcome<HttpResponseMessage>> TryAsync(UpstreamRetry attempts, HttpMessageInvoker transport)
    {
        attempts.Arm();
        try
        {
            return Outcome.FromResult(await transport.SendAsync(attempts.Request, attempts.Deadline.Token).ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return Outcome.FromException<HttpResponseMessage>(exception);
        }
    }
}
