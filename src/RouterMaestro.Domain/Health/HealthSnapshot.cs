namespace RouterMaestro.Domain.Health;

/// <summary>The circuits at one moment. It never changes: each event gives a new one.</summary>
public sealed class HealthSnapshot
{
    private readonly Dictionary<HealthKey, CircuitState> _circuits;

    private HealthSnapshot(Dictionary<HealthKey, CircuitState> circuits) => _circuits = circuits;

    /// <summary>Gets the snapshot of a gateway without failures.</summary>
    public static HealthSnapshot Clear { get; } = new([]);

    /// <summary>Gets whether all circuits are closed without failures, the common case.</summary>
    public bool IsClear => _circuits.Count == 0;

    /// <summary>Gets the circuits that have failures.</summary>
    public IReadOnlyDictionary<HealthKey, CircuitState> Circuits => _circuits;

    /// <summary>Makes a snapshot of some circuits.</summary>
    /// <param name="circuits">The circuits by name.</param>
    public static HealthSnapshot Of(IEnumerable<KeyValuePair<HealthKey, CircuitState>> circuits)
    {
        Dictionary<HealthKey, CircuitState> copy = new(circuits);
        return copy.Count == 0 ? Clear : new(copy);
    }

    /// <summary>Gets a circuit.</summary>
    /// <param name="key">Its name.</param>
    public CircuitState Find(HealthKey key) => _circuits.GetValueOrDefault(key, CircuitState.Closed);

    /// <summary>Returns a snapshot with the new state of a circuit.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="state">Its state.</param>
    public HealthSnapshot With(HealthKey key, CircuitState state)
    {
        if (state == Find(key))
        {
            return this;
        }

        Dictionary<HealthKey, CircuitState> copy = new(_circuits);
        if (state == CircuitState.Closed)
        {
            copy.Remove(key);
        }
        else
        {
            copy[key] = state;
        }

        return copy.Count == 0 ? Clear : new(copy);
    }

    /// <summary>Returns the combined state of a candidate's circuits.</summary>
    /// <param name="keys">The candidate's circuits.</param>
    /// <param name="now">The time.</param>
    public CandidateHealth Of(in HealthKeys keys, DateTimeOffset now)
    {
        var worst = new CandidateHealth(CircuitStatus.Closed, HealthScope.Candidate, null, null);
        for (var i = 0; i < HealthKeys.Count && !IsClear; i++)
        {
            var key = keys[i];
            var circuit = Find(key);
            var phase = circuit.PhaseAt(now);
            if (phase > worst.Phase || (phase == worst.Phase && circuit.OpenUntil > worst.Until))
            {
                worst = new(phase, key.Scope, circuit.OpenUntil, circuit.Failure);
            }
        }

        return worst;
    }
}
