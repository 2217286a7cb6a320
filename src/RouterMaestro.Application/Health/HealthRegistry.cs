using System.Collections.Concurrent;
using RouterMaestro.Application.Outcomes;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Health;

namespace RouterMaestro.Application.Health;

/// <summary>Holds the circuits in memory. While no circuit has a failure, an update costs one read.</summary>
internal sealed class HealthRegistry(TimeProvider clock, CircuitObservers? observers = null) : IHealthStore
{
    private const int MaxFailures = 1000;
    private const int MaxCircuits = 1000;

    // a failure of ten minutes ago says little about the provider now
    private static readonly TimeSpan _removedAfter = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly DateTimeOffset _origin = clock.GetUtcNow();
    private readonly long _started = clock.GetTimestamp();
    private readonly ConcurrentDictionary<string, RecordedFailure> _failures = new();
    private volatile HealthSnapshot _current = HealthSnapshot.Clear;
    private long _probes;

    public HealthSnapshot Current => _current;

    /// <summary>Gets the time of the circuits. It is monotonic: changes of the system clock do not affect it.</summary>
    public DateTimeOffset Now => _origin + clock.GetElapsedTime(_started);

    public IReadOnlyDictionary<string, RecordedFailure> LastFailures => _failures;

    public long TryClaim(in HealthKeys keys)
    {
        lock (_lock)
        {
            var now = Now;
            if (_current.Of(keys, now).Phase != CircuitStatus.HalfOpen)
            {
                return 0;
            }

            var probe = ++_probes;
            for (var i = 0; i < HealthKeys.Count; i++)
            {
                var circuit = _current.Find(keys[i]);
                if (circuit.PhaseAt(now) == CircuitStatus.HalfOpen)
                {
                    _current = _current.With(keys[i], circuit.Claim(probe));
                }
            }

            return probe;
        }
    }

    public void Begin(in AttemptContext context) => Update(context, static (circuit, context) => circuit.Begin(context.StartedAt, context.Probe));

    public void Complete(in AttemptContext context) => Update(context, static (circuit, context) => circuit.Complete(context.StartedAt));

    public void Release(in AttemptContext context)
    {
        if (context.Probe != 0)
        {
            Update(context, static (circuit, context) => circuit.Release(context.Probe));
        }
    }

    // a failure also closes the circuits that it proves to be healthy: an HTTP error, for example, shows that the provider can be reached
    public void Fail(in AttemptContext context, UpstreamFailure failure, bool isSlowProbe = false)
    {
        var now = Now;
        Record(context.Keys.Model, new RecordedFailure(now, failure));
        var scope = CooldownPolicy.ScopeOf(failure.Kind);
        List<CircuitChange>? changes = null;
        lock (_lock)
        {
            for (var i = 0; i < HealthKeys.Count; i++)
            {
                var key = context.Keys[i];
                var circuit = _current.Find(key);
                var next = key.Scope != scope ? Other(circuit, context, key.Scope, failure)
                    : isSlowProbe ? circuit.FailSlowProbe(failure, now, context.Seed, context.Probe)
                    : circuit.Fail(failure, context.StartedAt, now, context.Seed, context.Probe);
                Change(key, circuit, next, now, ref changes);
            }

            RemoveOld(now);
        }

        Tell(changes);
    }

    private static CircuitState Other(CircuitState circuit, in AttemptContext context, HealthScope scope, UpstreamFailure failure)
    {
        var isProven = scope switch
        {
            HealthScope.Provider => failure.Kind != FailureKind.Connect,
            HealthScope.Credential => failure.Status is not null && failure.Kind != FailureKind.Credential,
            _ => CooldownPolicy.ScopeOf(failure.Kind) is null,
        };
        return isProven ? circuit.Begin(context.StartedAt, context.Probe) : circuit.Release(context.Probe);
    }

    private void Update(in AttemptContext context, Func<CircuitState, AttemptContext, CircuitState> next)
    {
        if (_current.IsClear)
        {
            return;
        }

        List<CircuitChange>? changes = null;
        lock (_lock)
        {
            var now = Now;
            for (var i = 0; i < HealthKeys.Count; i++)
            {
                var (key, circuit) = (context.Keys[i], _current.Find(context.Keys[i]));
                Change(key, circuit, next(circuit, context), now, ref changes);
            }
        }

        Tell(changes);
    }

    // a failure while the circuit is open only moves its end
    private void Change(HealthKey key, CircuitState from, CircuitState to, DateTimeOffset now, ref List<CircuitChange>? changes)
    {
        _current = _current.With(key, to);
        var isOpen = to.PhaseAt(now) == CircuitStatus.Open;
        if (isOpen ? from.OpenUntil is not { } until || until <= now : from.OpenUntil is not null && to.OpenUntil is null)
        {
            (changes ??= []).Add(new(key, to, clock.GetUtcNow()));
        }
    }

    // outside the lock: observers are the host's code
    private void Tell(List<CircuitChange>? changes)
    {
        foreach (var change in changes ?? [])
        {
            observers?.Tell(change);
        }
    }

    // callers may name models that no list holds, so the number of names is unbounded
    private void RemoveOld(DateTimeOffset now)
    {
        if (_current.Circuits.Count > MaxCircuits)
        {
            _current = HealthSnapshot.Of(_current.Circuits.Where(c => c.Value.Probe != 0 || (c.Value.OpenUntil ?? c.Value.FailedAt) + _removedAfter > now));
        }
    }

    private void Record(string model, RecordedFailure failure)
    {
        if (_failures.Count < MaxFailures || _failures.ContainsKey(model))
        {
            _failures[model] = failure;
        }
    }
}
