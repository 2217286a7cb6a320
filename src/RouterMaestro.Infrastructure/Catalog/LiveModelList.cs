using System.Text.Json;
using Microsoft.Extensions.Logging;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Infrastructure.Catalog;

/// <summary>
/// A provider's model list. It is refreshed after 5 minutes, by one call at a time. The old list stays in use during the refresh
/// and after a failure.
/// </summary>
internal sealed partial class LiveModelList : IDisposable
{
    /// <summary>The time after which a list is refreshed.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    /// <summary>The pause after a failed refresh.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>The time that callers wait for the first list.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan _callLimit = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _firstAttempt = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopped;
    private readonly IProvider _provider;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Action _changed;
    private Task _running = Task.CompletedTask;
    private Task? _next;
    private long _due = long.MinValue;
    private long _listedAt;
    private bool? _isFailing;

    /// <summary>Creates a list that has not been requested yet.</summary>
    /// <param name="provider">The provider whose models are listed.</param>
    /// <param name="models">The models to use until the first list arrives; empty if callers should wait for it.</param>
    /// <param name="changed">Called for every new list.</param>
    /// <param name="clock">The clock that measures a list's age.</param>
    /// <param name="logger">The logger for changes of the provider's state.</param>
    public LiveModelList(IProvider provider, EquatableArray<ModelCard> models, Action changed, TimeProvider clock, ILogger logger)
    {
        (_provider, _changed, _clock, _logger, _stopped) = (provider, changed, clock, logger, _stop.Token);
        Models = models;
        if (!models.IsEmpty)
        {
            IsAttempted = true;
            _firstAttempt.SetResult();
        }
    }

    /// <summary>Gets the models of the last list.</summary>
    public EquatableArray<ModelCard> Models { get; private set; }

    /// <summary>Gets the time at which the last list arrived; null if none has arrived.</summary>
    public DateTimeOffset? ListedAt => Volatile.Read(ref _listedAt) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Gets the failure of the last request; null if it succeeded or there was none.</summary>
    public UpstreamFailure? Failure { get; private set; }

    /// <summary>Gets whether the first attempt is over, so that callers no longer wait for it.</summary>
    public bool IsAttempted { get; private set; }

    /// <summary>Gets a task that ends with the first attempt: by a list, a failure, or the end of <see cref="Patience"/>.</summary>
    public Task FirstAttempt => _firstAttempt.Task;

    /// <summary>Requests the list if it is stale and no request is running. Does not wait.</summary>
    /// <param name="now">The clock's timestamp.</param>
    public void RefreshIfStale(long now)
    {
        if (now < Volatile.Read(ref _due))
        {
            return;
        }

        lock (_gate)
        {
            if (_running.IsCompleted && now >= _due)
            {
                _running = Start();
            }
        }
    }

    /// <summary>
    /// Requests the list now. If a request is running, another one follows it, since the running one may return a list that is older
    /// than this call.
    /// </summary>
    /// <returns>A task that ends with the refresh; it does not throw for failures.</returns>
    public Task RefreshAsync()
    {
        lock (_gate)
        {
            return _running.IsCompleted ? _running = Start() : _next ??= FollowAsync(_running);
        }
    }

    /// <summary>Cancels the running request and releases the callers that wait for it.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
        _firstAttempt.TrySetResult();
    }

    private async Task FollowAsync(Task running)
    {
        await running.ConfigureAwait(false);
        Task next;
        lock (_gate)
        {
            _next = null;
            next = _running.IsCompleted ? _running = Start() : _running;
        }

        await next.ConfigureAwait(false);
    }

    // the refresh belongs to no call, so it must not appear in the trace of the call that triggered it
    private Task Start()
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            return Task.Run(RunAsync, CancellationToken.None);
        }

        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(RunAsync, CancellationToken.None);
        }
    }

    private async Task RunAsync()
    {
        var call = AskAsync();
        if (!IsAttempted)
        {
            await Task.WhenAny(call, Task.Delay(Patience, _clock, _stopped)).ConfigureAwait(false);
        }

        // the wait may end long before the call does
        if (!call.IsCompleted)
        {
            EndFirstAttempt();
        }

        var listing = await call.ConfigureAwait(false);
        if (_stopped.IsCancellationRequested)
        {
            return;
        }

        Failure = listing.Failure;
        if (listing.Failure is null)
        {
            Models = listing.Models;
            Volatile.Write(ref _listedAt, _clock.GetUtcNow().UtcTicks);
        }

        Volatile.Write(ref _due, _clock.GetTimestamp() + Ticks(listing.Failure is null ? Life : Pause));
        Report(listing);
        EndFirstAttempt();
    }

    private void EndFirstAttempt()
    {
        IsAttempted = true;
        _changed();
        _firstAttempt.TrySetResult();
    }

    private async Task<ModelListing> AskAsync()
    {
        using var limit = new CancellationTokenSource(_callLimit, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stopped);
        try
        {
            return await _provider.ListModelsAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return new ModelListing([], new UpstreamFailure(FailureKind.TotalTimeout, "The list of models did not come in time."));
        }
        catch (Exception) when (_stopped.IsCancellationRequested)
        {
            // the provider may be disposed of while it is asked
            return new ModelListing([], new UpstreamFailure(FailureKind.TotalTimeout, "The gateway has ended."));
        }
        catch (JsonException)
        {
            return new ModelListing([], new UpstreamFailure(FailureKind.Malformed, "The answer is no list of models."));
        }
        catch (Exception exception)
        {
            // an exception of a provider must not stop later refreshes
            LogBroken(exception, _provider.Card.Id);
            return new ModelListing([], new UpstreamFailure(FailureKind.Malformed, "The list of models could not be read."));
        }
    }

    // logs only changes of state, not every refresh
    private void Report(ModelListing listing)
    {
        var isFailing = listing.Failure is not null;
        if (listing.Failure is { } failure && _isFailing != true)
        {
            LogFailed(_provider.Card.Id, failure.Kind, failure.Message);
        }
        else if (!isFailing && _isFailing != false)
        {
            LogListed(_provider.Card.Id, listing.Models.Count, listing.Models.Count == 1 ? "model" : "models");
        }

        _isFailing = isFailing;
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _clock.TimestampFrequency);

    [LoggerMessage(3010, LogLevel.Information, "{Provider} has {Count} {Unit}")]
    private partial void LogListed(string provider, int count, string unit);

    [LoggerMessage(3011, LogLevel.Warning, "{Provider} did not send its list of models: {Kind}, {Reason}")]
    private partial void LogFailed(string provider, FailureKind kind, string reason);

    [LoggerMessage(3012, LogLevel.Error, "The model list of {Provider} could not be requested")]
    private partial void LogBroken(Exception exception, string provider);
}
