using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Domain.Health;

/// <summary>Which circuit rests after a failure, and for how long.</summary>
public static class CooldownPolicy
{
    /// <summary>The longest rest that a provider can ask for.</summary>
    public static readonly TimeSpan LongestAsked = TimeSpan.FromHours(24);

    /// <summary>How long a refused credential rests, unless it changes before.</summary>
    public static readonly TimeSpan CredentialOpenDuration = TimeSpan.FromMinutes(5);

    private const double Jitter = 0.2;
    private static readonly (TimeSpan First, TimeSpan Cap) _trouble = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
    private static readonly (TimeSpan First, TimeSpan Cap) _limit = (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(60));

    /// <summary>Tells what a failure says something about; null when it speaks of the request alone, so that nothing rests.</summary>
    /// <param name="kind">The kind of failure.</param>
    public static HealthScope? ScopeOf(FailureKind kind) => kind switch
    {
        FailureKind.Connect => HealthScope.Provider,
        FailureKind.Credential => HealthScope.Credential,
        FailureKind.ContextOverflow or FailureKind.ContentPolicy or FailureKind.InvalidRequest or FailureKind.NotFound => null,
        _ => HealthScope.Candidate,
    };

    /// <summary>Tells how long a circuit rests.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="strikes">How often it has failed in a row, 1 or more.</param>
    /// <param name="seed">Sets the jitter: the same seed gives the same rest.</param>
    public static TimeSpan OpenDurationOf(UpstreamFailure failure, int strikes, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(failure);
        ArgumentOutOfRangeException.ThrowIfLessThan(strikes, 1);
        var asked = failure.RetryAfter is { } after ? TimeSpan.FromTicks(Math.Clamp(after.Ticks, 0, LongestAsked.Ticks)) : (TimeSpan?)null;
        return failure.Kind switch
        {
            FailureKind.Credential => CredentialOpenDuration,
            FailureKind.RateLimited or FailureKind.QuotaExhausted => asked ?? Grow(_limit, strikes, seed),
            _ => Longer(asked, Grow(_trouble, strikes, seed)),
        };
    }

    private static TimeSpan Longer(TimeSpan? asked, TimeSpan own) => asked > own ? asked.Value : own;

    private static TimeSpan Grow((TimeSpan First, TimeSpan Cap) schedule, int strikes, ulong seed)
    {
        var factor = Math.Pow(2, Math.Min(strikes - 1, 30)) * (1 - Jitter + (2 * Jitter * Fraction(seed, strikes)));
        var rest = schedule.First * factor;
        return rest < schedule.Cap ? rest : schedule.Cap;
    }

    // the finalizer of splitmix64 spreads neighbouring seeds over the whole range
    private static double Fraction(ulong seed, int strikes)
    {
        var z = seed + (0x9E3779B97F4A7C15UL * (ulong)strikes);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        z ^= z >> 31;
        return (z >> 11) * (1.0 / (1UL << 53));
    }
}
