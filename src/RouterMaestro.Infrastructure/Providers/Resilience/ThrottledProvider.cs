using System.Threading.RateLimiting;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Models.Facts;
using RouterMaestro.Infrastructure.Providers.Modules;

namespace RouterMaestro.Infrastructure.Providers.Resilience;

/// <summary>A provider that is asked no faster than its account allows. Calls wait for their turn; those that wait too long go to another candidate.</summary>
internal sealed class ThrottledProvider(IProvider inner, RequestPace pace, TimeProvider clock) : IProvider, IDisposable
{
    private static readonly TimeSpan _retryAfter = TimeSpan.FromSeconds(1);

    private readonly ConcurrencyLimiter? _slots = pace.Concurrent is { } most
        ? new(new() { PermitLimit = most, QueueLimit = int.MaxValue, QueueProcessingOrder = QueueProcessingOrder.OldestFirst })
        : null;

    private readonly SlidingWindowRateLimiter? _rate = pace.PerMinute is { } most
        ? new(new()
        {
            PermitLimit = most,
            QueueLimit = int.MaxValue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
            Window = TimeSpan.FromMinutes(1),
            SegmentsPerWindow = 30,
        })
        : null;

    public ProviderCard Card => inner.Card;

    public string? ReserveReason => inner.ReserveReason;

    public EquatableArray<IStreamGuard> Guards => inner.Guards;

    public async Task<Attempt> SendAsync(CandidateCall call, CancellationToken cancellationToken)
    {
        var turn = await WaitAsync(cancellationToken).ConfigureAwait(false);
        if (turn is null)
        {
            return new Attempt.Failed(new UpstreamFailure(FailureKind.RateLimited, $"The gateway's own limit for '{Card.Id}' is reached: {Describe()}.") { RetryAfter = _retryAfter });
        }

        var isHandedOver = false;
        try
        {
            var attempt = await inner.SendAsync(call, cancellationToken).ConfigureAwait(false);
            if (attempt is Attempt.Committed committed)
            {
                committed.Response.Lease = turn;
                isHandedOver = true;
            }

            return attempt;
        }
        finally
        {
            if (!isHandedOver)
            {
                turn.Dispose();
            }
        }
    }

    public ModelFacts LearnedFactsOf(string model) => inner.LearnedFactsOf(model);

    public EquatableArray<string> LossesOf(CandidateCall call) => inner.LossesOf(call);

    public Task<ProviderCount> CountTokensAsync(CandidateCall call, CancellationToken cancellationToken) => inner.CountTokensAsync(call, cancellationToken);

    public Task<ModelListing> ListModelsAsync(CancellationToken cancellationToken) => inner.ListModelsAsync(cancellationToken);

    public void Dispose()
    {
        (inner as IDisposable)?.Dispose();
        _slots?.Dispose();
        _rate?.Dispose();
    }

    private string Describe() => string.Join(" and ", new[]
    {
        pace.PerMinute is { } rate ? $"{rate} requests a minute" : null,
        pace.Concurrent is { } most ? $"{most} at once" : null,
    }.OfType<string>());

    /// <summary>Waits for the turn; returns null if it does not come in time.</summary>
    private async Task<IDisposable?> WaitAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(pace.MaxWait, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        RateLimitLease? slot = null;
        try
        {
            slot = await AcquireAsync(_slots, either.Token).ConfigureAwait(false);
            using var place = await AcquireAsync(_rate, either.Token).ConfigureAwait(false);
            var turn = (IDisposable?)slot ?? NoTurn.Instance;
            slot = null;
            return turn;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            slot?.Dispose();
        }
    }

    private static async ValueTask<RateLimitLease?> AcquireAsync(RateLimiter? limiter, CancellationToken cancellationToken)
    {
        if (limiter is null)
        {
            return null;
        }

        // without a wait allowed the token is cancelled already
        var lease = limiter.AttemptAcquire();
        if (lease.IsAcquired)
        {
            return lease;
        }

        lease.Dispose();
        return await limiter.AcquireAsync(1, cancellationToken).ConfigureAwait(false);
    }

    private sealed class NoTurn : IDisposable
    {
        public static NoTurn Instance { get; } = new();

        public void Dispose()
        {
        }
    }
}
