using System.Collections.Concurrent;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Health;

namespace RouterMaestro.Application.Health;

/// <summary>Keeps the circuits: what happens goes in, and the snapshot that planning reads comes out. While all is well it does nothing.</summary>
internal sealed class HealthRegistry(TimeProvider clock)
{
    private const int MaxFailures = 1000;
    private const int ManyCircuits = 1000;

    // a circuit that nobody has asked to go through for so long says nothing any more
    private static readonly TimeSpan _forgottenAfter = TimeSpan.FromMinutes(10);

    private readonly Lock _turn = new();
    private readonly DateTimeOffset _origin = clock.GetUtcNow();
    private readonly long _started = clock.GetTimestamp();
    private readonly ConcurrentDictionary<string, FailureNote> _failures = new();
    private volatile HealthSnapshot _current = HealthSnapshot.Clear;
    private long _probes;

    public HealthSnapshot Current => _current;

    /// <summary>Gets the time as the circuits count it: it never jumps, whatever happens to the machine's clock.</summary>
    public DateTimeOffset Now => _origin + clock.GetElapsedTime(_started);

    /// <summary>Gets each candidate's last failure.</summary>
    public IReadOnlyDictionary<string, FailureNote> LastFailures => _failures;

    /// <summary>Claims the circuits of a candidate whose rest is over, unless somebody was faster.</summary>
    /// <returns>The probe's number; 0 when the candidate can no longer be probed.</returns>
    public long TryClaim(in HealthKeys keys)
    {
        lock (_turn)
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

    /// <summary>Notes that an answer has begun: whatever rested is well again.</summary>
    public void Begin(in AttemptContext context) => Update(context, static (circuit, context) => circuit.Begin(context.StartedAt, context.Probe));

    /// <summary>Notes that an answer is complete.</summary>
    public void Complete(in AttemptContext context) => Update(context, static (circuit, context) => circuit.Complete(context.StartedAt));

    /// <summary>Notes that a turn ended without saying anything about health.</summary>
    public void Release(in AttemptContext context)
    {
        if (context.Probe != 0)
        {
            Update(context, static (circuit, context) => circuit.Release(context.Probe));
        }
    }

    /// <summary>Notes a failure. What it says something about rests; what it proves to be well is well again.</summary>
    /// <param name="context">The turn.</param>
    /// <param name="failure">The failure.</param>
    /// <param name="isSlowProbe">Whether a probe ran out of the short time that probes have.</param>
    public void Fail(in AttemptContext context, UpstreamFailure failure, bool isSlowProbe = false)
    {
        var now = Now;
        Note(context.Keys.Model, new FailureNote(now, failure));
        var scope = CooldownPolicy.ScopeOf(failure.Kind);
        lock (_turn)
        {
            for (var i = 0; i < HealthKeys.Count; i++)
            {
                var key = context.Keys[i];
                var circuit = _current.Find(key);
                var next = key.Scope != scope ? Other(circuit, context, key.Scope, failure)
                    : isSlowProbe ? circuit.FailSlowProbe(failure, now, context.Seed, context.Probe)
                    : circuit.Fail(failure, context.StartedAt, now, context.Seed, context.Probe);
                _current = _current.With(key, next);
            }

            Forget(now);
        }
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

        lock (_turn)
        {
            for (var i = 0; i < HealthKeys.Count; i++)
            {
                var key = context.Keys[i];
                _current = _current.With(key, next(_current.Find(key), context));
            }
        }
    }

    // callers may name models that no list holds, so that there is no end to the names
    private void Forget(DateTimeOffset now)
    {
        if (_current.Circuits.Count > ManyCircuits)
        {
            _current = HealthSnapshot.Of(_current.Circuits.Where(c => c.Value.Probe != 0 || (c.Value.OpenUntil ?? c.Value.FailedAt) + _forgottenAfter > now));
        }
    }

    private void Note(string model, FailureNote note)
    {
        if (_failures.Count < MaxFailures || _failures.ContainsKey(model))
        {
            _failures[model] = note;
        }
    }
}

/// <summary>A failure and when it was noted.</summary>
/// <param name="At">When.</param>
/// <param name="Failure">What.</param>
internal sealed record FailureNote(DateTimeOffset At, UpstreamFailure Failure);
