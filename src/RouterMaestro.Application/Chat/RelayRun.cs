using System.Runtime.CompilerServices;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Health;
using RouterMaestro.Application.Planning;
using RouterMaestro.Application.Ports;
using RouterMaestro.Application.Telemetry;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Application.Chat;

/// <summary>Relays one call to the candidates of its plan, in order, until one responds. It uses one snapshot throughout.</summary>
internal sealed class RelayRun
{
    // each lost race means that another call claimed the probe, so that the next plan differs
    private const int MaxRaces = 8;

    private readonly InboundCall _call;
    private readonly GatewaySnapshot _snapshot;
    private readonly HealthRegistry _health;
    private readonly LossReporter? _lossReporter;
    private readonly RoutePlan _plan;
    private readonly ulong _seed;
    private readonly long _probe;
    private int _requests;
    private Candidate? _tooSmall;
    private RouterError? _error;

    private RelayRun(InboundCall call, GatewaySnapshot snapshot, HealthRegistry health, LossReporter? lossReporter, RoutePlan plan, ulong seed, long probe) =>
        (_call, _snapshot, _health, _lossReporter, _plan, _seed, _probe) = (call, snapshot, health, lossReporter, plan, seed, probe);

    /// <summary>Plans a call. A plan that begins with a probe is valid only if this call claims the probe.</summary>
    public static RelayRun Start(InboundCall call, GatewaySnapshot snapshot, HealthRegistry health, LossReporter? lossReporter = null)
    {
        var seed = (ulong)Random.Shared.NextInt64();
        for (var race = 0; ; race++)
        {
            var plan = RoutePlanner.Plan(call.Facts, snapshot.Routes, health.Current, health.Now, seed);
            plan = RouteLosses.Apply(AffinityRule.Apply(plan, call, snapshot), call, snapshot);
            var head = plan.Candidates.IsEmpty ? null : plan.Candidates[0];
            var probe = head is { IsProbe: true } ? health.TryClaim(KeysOf(head.Model, snapshot)) : 0;
            if (head is not { IsProbe: true } || probe != 0 || race == MaxRaces)
            {
                call.MarkRouted(plan);
                return new(call, snapshot, health, lossReporter, plan, seed, probe);
            }
        }
    }

    public async Task<ChatReply> AnswerAsync(CancellationToken cancellationToken)
    {
        var attempted = 0;
        for (var at = 0; at < _plan.Candidates.Count && attempted < _plan.MaxCandidates; at++)
        {
            var candidate = _plan.Candidates[at];
            if (_tooSmall is not null && !FallbackRule.HasLargerWindow(candidate, _tooSmall))
            {
                continue;
            }

            var context = new AttemptContext(KeysOf(candidate.Model, _snapshot), _health.Now, candidate.IsProbe ? _probe : 0, _seed);
            var call = UpstreamCalls.Create(_call, candidate, _snapshot);
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

            if (!HandleFailure(call, ((Attempt.Failed)attempt).Failure, context))
            {
                break;
            }
        }

        throw new RouterException(_plan.Error ?? _error ?? new RouterError(RouterErrorKind.NoProvider, 503, "No model can serve the request."));
    }

    private static HealthKeys KeysOf(ModelRef model, GatewaySnapshot snapshot) => HealthKeys.Of(model, snapshot.CardOf(model.Provider));

    /// <summary>Sends the call to a candidate.</summary>
    /// <returns>The result; null if the request cannot be translated for a candidate after the first one.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Attempt?> SendAsync(UpstreamCall call, AttemptContext context, bool isFirst, CancellationToken cancellationToken)
    {
        try
        {
            if (call.OnLoss == LossPolicy.Reject && RouteLosses.Of(call, _snapshot) is { IsEmpty: false } lost)
            {
                throw new RouterException(RouteLosses.Refuse(call.Candidate, lost));
            }

            return await _snapshot.Providers[call.Candidate.Model.Provider].SendAsync(call, cancellationToken).ConfigureAwait(false);
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
        return new ChatReply(call.Candidate.Model, response, _requests) { Plan = _plan, Health = _health, Context = context, Call = call, LossReporter = _lossReporter };
    }

    /// <summary>Records a failure and returns true if the next candidate may be tried.</summary>
    private bool HandleFailure(UpstreamCall call, UpstreamFailure failure, in AttemptContext context)
    {
        var candidate = call.Candidate;
        _lossReporter?.Report(call);
        var isSlow = failure.Kind is FailureKind.FirstContentTimeout or FailureKind.HeadersTimeout;
        _health.Fail(context, failure, isSlowProbe: isSlow && candidate.IsProbe && _call.Facts.Stream);
        if (FallbackRule.IsMoreInformative(failure, _error?.Upstream))
        {
            _error = RouterError.From(failure) with { Model = candidate.Model, Dropped = call.Losses.Fields };
        }

        _error = _error! with { Attempts = _requests };
        var isChosenByCaller = candidate.Model.QualifiedId.Equals(_call.Facts.Model, StringComparison.OrdinalIgnoreCase);
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
