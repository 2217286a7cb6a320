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
internal sealed partial class LiveModelList : IDisposable
{
    /// <summary>How long a list is good.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    /// <summary>How long a provider is left alone after it failed to send its list.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>How long callers wait for the first list.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan _callLimit = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _firstTry = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopped;
    private readonly IProvider _provider;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Action _changed;
    private Task _running = Task.CompletedTask;
    private Task? _next;
    private long _due = long.MinValue;
    private bool? _isFailing;

    /// <summary>Makes a list that is still to be asked for.</summary>
    /// <param name="provider">Who is asked.</param>
    /// <param name="models">What serves until the first list has come; none when callers should wait for it.</param>
    /// <param name="changed">Is told of every new list.</param>
    /// <param name="clock">Tells how old a list is.</param>
    /// <param name="logger">Takes what is new.</param>
    public LiveModelList(IProvider provider, EquatableArray<ModelCard> models, Action changed, TimeProvider clock, ILogger logger)
    {
        (_provider, _changed, _clock, _logger, _stopped) = (provider, changed, clock, logger, _stop.Token);
        Models = models;
        if (!models.IsEmpty)
        {
            IsTried = true;
            _firstTry.SetResult();
        }
    }

    /// <summary>Gets the models of the last list.</summary>
    public EquatableArray<ModelCard> Models { get; private set; }

    /// <summary>Gets whether the first try is over, so that nobody waits for it any more.</summary>
    public bool IsTried { get; private set; }

    /// <summary>Gets the end of the first try: a list, a failure, or callers' patience at its end.</summary>
    public Task FirstTry => _firstTry.Task;

    /// <summary>Asks for the list when it is stale and nobody does; never waits.</summary>
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
    /// Asks for the list now; when it is being asked for, once more behind that, since the answer under way may be older than
    /// what the caller knows of.
    /// </summary>
    /// <returns>The end of the refresh; failures are no exceptions.</returns>
    public Task RefreshAsync()
    {
        lock (_gate)
        {
            return _running.IsCompleted ? _running = Start() : _next ??= FollowAsync(_running);
        }
    }

    /// <summary>Ends the calls and the waits for them.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
        _firstTry.TrySetResult();
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

    // the refresh is nobody's: it must not show up in the trace of the call that came by
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
        if (!IsTried)
        {
            await Task.WhenAny(call, Task.Delay(Patience, _clock, _stopped)).ConfigureAwait(false);
        }

        // patience may end long before the call does
        if (!call.IsCompleted)
        {
            EndFirstTry();
        }

        var listing = await call.ConfigureAwait(false);
        if (_stopped.IsCancellationRequested)
        {
            return;
        }

        if (listing.Failure is null)
        {
            Models = listing.Models;
        }

        Volatile.Write(ref _due, _clock.GetTimestamp() + Ticks(listing.Failure is null ? Life : Pause));
        Report(listing);
        EndFirstTry();
    }

    private void EndFirstTry()
    {
        IsTried = true;
        _changed();
        _firstTry.TrySetResult();
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
        catch (JsonException)
        {
            return new ModelListing([], new UpstreamFailure(FailureKind.Malformed, "The answer is no list of models."));
        }
        catch (Exception exception)
        {
            // whatever a provider throws must not end the refreshing
            LogBroken(exception, _provider.Card.Id);
            return new ModelListing([], new UpstreamFailure(FailureKind.Malformed, "The list of models could not be read."));
        }
    }

    // only what is new is worth a line
    private void Report(ModelListing listing)
    {
        var isFailing = listing.Failure is not null;
        if (listing.Failure is { } failure && _isFailing != true)
        {
            LogFailed(_provider.Card.Id, failure.Kind, failure.Message);
        }
        else if (!isFailing && _isFailing != false)
        {
            LogListed(_provider.Card.Id, listing.Models.Count);
        }

        _isFailing = isFailing;
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _clock.TimestampFrequency);

    [LoggerMessage(3010, LogLevel.Information, "{Provider} has {Count} models")]
    private partial void LogListed(string provider, int count);

    [LoggerMessage(3011, LogLevel.Warning, "{Provider} did not send its list of models: {Kind}, {Reason}")]
    private partial void LogFailed(string provider, FailureKind kind, string reason);

    [LoggerMessage(3012, LogLevel.Error, "Asking {Provider} for its list of models broke")]
    private partial void LogBroken(Exception exception, string provider);
}
