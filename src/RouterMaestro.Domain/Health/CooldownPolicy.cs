using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Domain.Health;

/// <summary>Decides which circuit opens after a failure, and for how long.</summary>
public static class CooldownPolicy
{
    /// <summary>The maximum cooldown that a provider can ask for.</summary>
    public static readonly TimeSpan MaxRetryAfter = TimeSpan.FromHours(24);

    /// <summary>The cooldown of a refused credential, unless the credential changes before.</summary>
    public static readonly TimeSpan CredentialCooldown = TimeSpan.FromMinutes(5);

    private const double Jitter = 0.2;
    private static readonly (TimeSpan First, TimeSpan Cap) _failure = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
    private static readonly (TimeSpan First, TimeSpan Cap) _limit = (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(60));

    /// <summary>Returns the scope that a failure affects; null when only the request is at fault, so that no circuit opens.</summary>
    /// <param name="kind">The kind of failure.</param>
    public static HealthScope? ScopeOf(FailureKind kind) => kind switch
    {
        FailureKind.Connect => HealthScope.Provider,
        FailureKind.Credential => HealthScope.Credential,
        FailureKind.ContextOverflow or FailureKind.ContentPolicy or FailureKind.InvalidRequest or FailureKind.NotFound => null,
        _ => HealthScope.Candidate,
    };

    /// <summary>Returns the cooldown of a circuit.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="failures">The number of failures in a row, 1 or more.</param>
    /// <param name="seed">Sets the jitter: the same seed gives the same cooldown.</param>
    public static TimeSpan CooldownOf(UpstreamFailure failure, int failures, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(failure);
        ArgumentOutOfRangeException.ThrowIfLessThan(failures, 1);
        var asked = failure.RetryAfter is { } after ? TimeSpan.FromTicks(Math.Clamp(after.Ticks, 0, MaxRetryAfter.Ticks)) : (TimeSpan?)null;
        return failure.Kind switch
        {
            FailureKind.Credential => CredentialCooldown,
            FailureKind.RateLimited or FailureKind.QuotaExhausted => asked ?? Grow(_limit, failures, seed),
            _ => Longer(asked, Grow(_failure, failures, seed)),
        };
    }

    private static TimeSpan Longer(TimeSpan? asked, TimeSpan own) => asked > own ? asked.Value : own;

    private static TimeSpan Grow((TimeSpan First, TimeSpan Cap) schedule, int failures, ulong seed)
    {
        var factor = Math.Pow(2, Math.Min(failures - 1, 30)) * (1 - Jitter + (2 * Jitter * Fraction(seed, failures)));
        var cooldown = schedule.First * factor;
        return cooldown < schedule.Cap ? cooldown : schedule.Cap;
    }

    // the finalizer of splitmix64 spreads neighbouring seeds over the whole range
    private static double Fraction(ulong seed, int failures)
    {
        var z = seed + (0x9E3779B97F4A7C15UL * (ulong)failures);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        z ^= z >> 31;
        return (z >> 11) * (1.0 / (1UL << 53));
    }
}
