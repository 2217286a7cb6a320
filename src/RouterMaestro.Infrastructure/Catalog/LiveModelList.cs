using System.Text.Json;
using Microsoft.Extensions.Logging;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Infrastructure.Catalog;

/// <summary>
/// A provider's list of models. It is good for 5 minutes and served on while it is asked for again, by one call at a time; a
/// failure leaves it as it is.
/// </summary>
internal sealed partial class LiveModelList(IProvider provider, TimeProvider clock, ILogger logger, Action changed, CancellationToken stop)
{
    /// <summary>How long a list is good.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    /// <summary>How long a provider is left alone after it failed to send its list.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>How long callers wait for the first list.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan _callLimit = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource _firstTry = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _due = long.MinValue;
    private int _isBusy;
    private bool? _isFailing;

    /// <summary>Gets the models of the last list.</summary>
    public EquatableArray<ModelCard> Models { get; private set; } = [];

    /// <summary>Gets whether the first try is over, so that nobody waits for it any more.</summary>
    public bool IsTried { get; private set; }

    /// <summary>Gets the end of the first try: a list, a failure, or callers' patience at its end.</summary>
    public Task FirstTry => _firstTry.Task;

    /// <summary>Asks for the list when it is stale and nobody does; never waits.</summary>
    /// <param name="now">The clock's timestamp.</param>
    public void RefreshIfStale(long now)
    {
        if (now < Volatile.Read(ref _due) || Interlocked.Exchange(ref _isBusy, 1) == 1)
        {
            return;
        }

        // the refresh is nobody's: it must not show up in the trace of the call that came by
        ThreadPool.UnsafeQueueUserWorkItem(static list => _ = list.RefreshAsync(), this, preferLocal: false);
    }

    private async Task RefreshAsync()
    {
        var call = AskAsync();
        if (!IsTried)
        {
            await Task.WhenAny(call, Task.Delay(Patience, clock, stop)).ConfigureAwait(false);
        }

        // patience may end long before the call does
        if (!call.IsCompleted)
        {
            EndFirstTry();
        }

        var listing = await call.ConfigureAwait(false);
        if (listing.Failure is null)
        {
            Models = listing.Models;
        }

        Volatile.Write(ref _due, clock.GetTimestamp() + Ticks(listing.Failure is null ? Life : Pause));
        Report(listing);
        EndFirstTry();
        Volatile.Write(ref _isBusy, 0);
    }

    private void EndFirstTry()
    {
        IsTried = true;
        changed();
        _firstTry.TrySetResult();
    }

    private async Task<ModelListing> AskAsync()
    {
        using var limit = new CancellationTokenSource(_callLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            return await provider.ListModelsAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return new ModelListing([], new UpstreamFailure(FailureKind.TotalTimeout, "The list of models did not come in time."));
        }
        catch (JsonException)
        {
            return new ModelListing([], new UpstreamFailure(FailureKind.Malformed, "The answer is no list of models."));
        }
        catch (Exception exception)
        {
            // whatever a provider throws must not end the refreshing
            LogBroken(exception, provider.Card.Id);
            return new ModelListing([], new UpstreamFailure(FailureKind.Malformed, "The list of models could not be read."));
        }
    }

    // only what is new is worth a line
    private void Report(ModelListing listing)
    {
        var isFailing = listing.Failure is not null;
        if (listing.Failure is { } failure && _isFailing != true)
        {
            LogFailed(provider.Card.Id, failure.Kind, failure.Message);
        }
        else if (!isFailing && _isFailing != false)
        {
            LogListed(provider.Card.Id, listing.Models.Count);
        }

        _isFailing = isFailing;
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * clock.TimestampFrequency);

    [LoggerMessage(3010, LogLevel.Information, "{Provider} has {Count} models")]
    private partial void LogListed(string provider, int count);

    [LoggerMessage(3011, LogLevel.Warning, "{Provider} did not send its list of models: {Kind}, {Reason}")]
    private partial void LogFailed(string provider, FailureKind kind, string reason);

    [LoggerMessage(3012, LogLevel.Error, "Asking {Provider} for its list of models broke")]
    private partial void LogBroken(Exception exception, string provider);
}
