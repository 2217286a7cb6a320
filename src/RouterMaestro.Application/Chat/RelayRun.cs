using System.Runtime.CompilerServices;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Outcomes;
using RouterMaestro.Application.Planning;
using RouterMaestro.Application.Ports;
using RouterMaestro.Application.Streams;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Application.Chat;

/// <summary>Relays one call to the candidates of its plan, in order, until one responds. It uses one snapshot throughout.</summary>
internal sealed class RelayRun
{
    private readonly PlannedCall _planned;
    private readonly CallTracker _tracker;
    private int _requests;
    private ModelRef? _asked;
    private ModelRef? _failed;
    private Candidate? _tooSmall;
    private RouterError? _error;

    private RelayRun(PlannedCall planned, in CallTracker tracker) => (_planned, _tracker) = (planned, tracker);

    /// <summary>Begins to relay a planned call.</summary>
    /// <param name="planned">The plan.</param>
    /// <param name="tracker">Follows the call to its outcome.</param>
    public static RelayRun Start(PlannedCall planned, in CallTracker tracker)
    {
        tracker.Planned(planned.Plan, planned.Snapshot);
        planned.Call.PlanObserver?.OnPlanned(planned.Plan, planned.Snapshot.Settings);
        return new(planned, tracker);
    }

    public async Task<ChatReply> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await FindReplyAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            var retried = _planned.Call.Retried;
            foreach (var failure in retried)
            {
                _tracker.Note(_asked!, failure);
            }

            _tracker.Refuse(exception, _asked, _asked is null ? 0 : _requests + retried.Count + 1);
            throw;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ChatReply> FindReplyAsync(CancellationToken cancellationToken)
    {
        var attempted = 0;
        var plan = _planned.Plan;
        for (var at = 0; at < plan.Candidates.Count && attempted < plan.MaxCandidates; at++)
        {
            var candidate = plan.Candidates[at];
            if (_tooSmall is not null && !FallbackRule.HasLargerWindow(candidate, _tooSmall))
            {
                continue;
            }

            var pipeline = PipelineOf(candidate);
            if (await SendAsync(pipeline, isFirst: at == 0, cancellationToken).ConfigureAwait(false) is not { } attempt)
            {
                continue;
            }

            if (attempt is Attempt.Failed { ServedIn: not null, Attempts: 1 } misplaced)
            {
                (pipeline, attempt) = await SendElsewhereAsync(pipeline, misplaced, cancellationToken).ConfigureAwait(false);
            }

            attempted++;
            Note(candidate, attempt);
            if (attempt is Attempt.Committed committed)
            {
                return new ChatReply(candidate.Model, committed.Response, _requests) { Plan = plan, Pipeline = pipeline.Begin(committed) };
            }

            if (!HandleFailure(pipeline, (Attempt.Failed)attempt))
            {
                break;
            }
        }

        throw new RouterException(WithDelay(plan.Error ?? _error ?? new RouterError(RouterErrorKind.NoProvider, 503, "No model can serve the request.")));
    }

    private void Note(Candidate candidate, Attempt attempt)
    {
        _requests += attempt.Attempts;
        _tracker.Note(candidate.Model, attempt);
        _planned.Call.Retried = [];
        if (_failed is not null)
        {
            _tracker.Monitor.Log.FellBack(_planned.Call.RequestId, _failed, candidate.Model);
        }
    }

    // after other errors a repeat does not help
    private RouterError WithDelay(RouterError error)
    {
        var health = _tracker.Monitor.Health;
        return error.Status is 429 or >= 500
            ? error with { RetryAfter = RetryDelay.Of(_planned.Plan, _planned.KeysOf, health.Current, health.Now) }
            : error;
    }

    private StreamPipeline PipelineOf(Candidate candidate)
    {
        var context = new AttemptContext(_planned.KeysOf(candidate.Model), _tracker.Monitor.Health.Now, candidate.IsProbe ? _planned.Probe : 0, _planned.Seed);
        return new StreamPipeline(_planned.CallTo(candidate), _tracker, context);
    }

    /// <summary>Sends the call to a candidate.</summary>
    /// <returns>The result; null if the request cannot be translated for a candidate after the first one.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Attempt?> SendAsync(StreamPipeline pipeline, bool isFirst, CancellationToken cancellationToken)
    {
        var (call, snapshot) = (pipeline.Call, _planned.Snapshot);
        try
        {
            if (call.OnLoss == LossPolicy.Reject && RouteLosses.Of(call, snapshot) is { IsEmpty: false } lost)
            {
                throw new RouterException(RouteLosses.Refuse(call.Candidate, lost));
            }

            _asked = call.Candidate.Model;
            _tracker.Ask();
            var attempt = await snapshot.Providers[call.Candidate.Model.Provider].SendAsync(call, cancellationToken).ConfigureAwait(false);
            return call.Guards.IsEmpty ? attempt : await pipeline.GuardAsync(attempt, _planned.Guards, snapshot.Codecs, cancellationToken).ConfigureAwait(false);
        }
        catch (RouterException exception) when (!isFirst && exception.Error.Kind != RouterErrorKind.Overloaded)
        {
            pipeline.Release();
            return null;
        }
        catch (OutOfMemoryException exception)
        {
            pipeline.Release();
            throw new RouterException(MemoryShortage.Error, exception);
        }
        catch
        {
            pipeline.Release();
            throw;
        }
    }

    /// <summary>Sends the call once more in the protocol that the provider named for the model, which the plan knows by now.</summary>
    private async ValueTask<(StreamPipeline Pipeline, Attempt Attempt)> SendElsewhereAsync(StreamPipeline pipeline, Attempt.Failed misplaced, CancellationToken cancellationToken)
    {
        var elsewhere = PipelineOf(pipeline.Call.Candidate);
        if (elsewhere.Call.Protocol != misplaced.ServedIn)
        {
            return (pipeline, misplaced);
        }

        _planned.Call.Retried = [misplaced.Failure];
        if (await SendAsync(elsewhere, isFirst: false, cancellationToken).ConfigureAwait(false) is not { } attempt)
        {
            _planned.Call.Retried = [];
            return (pipeline, misplaced);
        }

        return (elsewhere, attempt with { Earlier = [misplaced.Failure, .. attempt.Earlier] });
    }

    /// <summary>Records a failure and returns true if the next candidate may be tried.</summary>
    private bool HandleFailure(StreamPipeline pipeline, Attempt.Failed failed)
    {
        var (candidate, failure) = (pipeline.Call.Candidate, failed.Failure);
        pipeline.Fail(failed);
        _failed = candidate.Model;
        if (FallbackRule.IsMoreInformative(failure, _error?.Upstream))
        {
            _error = RouterError.From(failure, candidate.Model.Provider) with { Model = candidate.Model, Dropped = failed.Lost };
        }

        _error = _error! with { Attempts = _requests };
        var isChosenByCaller = candidate.Model.QualifiedId.Equals(_planned.Call.Facts.Model, StringComparison.OrdinalIgnoreCase);
        switch (FallbackRule.After(failure, isChosenByCaller))
        {
            case FallbackVerdict.Stop:
                return false;
            case FallbackVerdict.LargerWindow:
                _tooSmall = candidate;
                return true;
            default:
                return true;
        }
    }
}
