using System.Runtime.CompilerServices;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Health;
using RouterMaestro.Application.Planning;
using RouterMaestro.Application.Telemetry;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Application.Chat;

/// <summary>Relays one call to the candidates of its plan, in order, until one responds. It uses one snapshot throughout.</summary>
internal sealed class RelayRun
{
    private readonly PlannedCall _planned;
    private readonly HealthRegistry _health;
    private readonly LossReporter? _lossReporter;
    private int _requests;
    private Candidate? _tooSmall;
    private RouterError? _error;

    private RelayRun(PlannedCall planned, HealthRegistry health, LossReporter? lossReporter) => (_planned, _health, _lossReporter) = (planned, health, lossReporter);

    /// <summary>Begins to relay a planned call.</summary>
    public static RelayRun Start(PlannedCall planned, HealthRegistry health, LossReporter? lossReporter = null)
    {
        planned.Call.PlanObserver?.OnPlanned(planned.Plan, planned.Snapshot.Settings);
        return new(planned, health, lossReporter);
    }

    public async Task<ChatReply> RunAsync(CancellationToken cancellationToken)
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

            var context = new AttemptContext(_planned.KeysOf(candidate), _health.Now, candidate.IsProbe ? _planned.Probe : 0, _planned.Seed);
            var call = _planned.CallTo(candidate);
            if (await SendAsync(call, context, isFirst: at == 0, cancellationToken).ConfigureAwait(false) is not { } attempt)
            {
                continue;
            }

            attempted++;
            _requests += attempt.Attempts;
            if (attempt is Attempt.Committed committed)
            {
                return Reply(call, committed.Response, context);
            }

            if (!HandleFailure(call, (Attempt.Failed)attempt, context))
            {
                break;
            }
        }

        throw new RouterException(plan.Error ?? _error ?? new RouterError(RouterErrorKind.NoProvider, 503, "No model can serve the request."));
    }

    /// <summary>Sends the call to a candidate.</summary>
    /// <returns>The result; null if the request cannot be translated for a candidate after the first one.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Attempt?> SendAsync(UpstreamCall call, AttemptContext context, bool isFirst, CancellationToken cancellationToken)
    {
        try
        {
            if (call.OnLoss == LossPolicy.Reject && RouteLosses.Of(call, _planned.Snapshot) is { IsEmpty: false } lost)
            {
                throw new RouterException(RouteLosses.Refuse(call.Candidate, lost));
            }

            return await _planned.Snapshot.Providers[call.Candidate.Model.Provider].SendAsync(call, cancellationToken).ConfigureAwait(false);
        }
        catch (RouterException) when (!isFirst)
        {
            _health.Release(context);
            return null;
        }
        catch
        {
            _health.Release(context);
            throw;
        }
    }

    private ChatReply Reply(UpstreamCall call, ProviderResponse response, in AttemptContext context)
    {
        _health.Begin(context);
        return new ChatReply(call.Candidate.Model, response, _requests) { Plan = _planned.Plan, Health = _health, Context = context, Call = call, LossReporter = _lossReporter };
    }

    /// <summary>Records a failure and returns true if the next candidate may be tried.</summary>
    private bool HandleFailure(UpstreamCall call, Attempt.Failed failed, in AttemptContext context)
    {
        var (candidate, failure, facts) = (call.Candidate, failed.Failure, call.Call.Facts);
        _lossReporter?.Report(call, failed.Lost);
        var isSlow = failure.Kind is FailureKind.FirstContentTimeout or FailureKind.HeadersTimeout;
        _health.Fail(context, failure, isSlowProbe: isSlow && candidate.IsProbe && facts.Stream);
        if (FallbackRule.IsMoreInformative(failure, _error?.Upstream))
        {
            _error = RouterError.From(failure) with { Model = candidate.Model, Dropped = failed.Lost };
        }

        _error = _error! with { Attempts = _requests };
        var isChosenByCaller = candidate.Model.QualifiedId.Equals(facts.Model, StringComparison.OrdinalIgnoreCase);
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
