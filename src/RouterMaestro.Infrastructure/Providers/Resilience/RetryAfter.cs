using System.Globalization;

namespace RouterMaestro.Infrastructure.Providers.Resilience;

/// <summary>Reads how long a provider asks to be left alone: milliseconds, seconds or a date.</summary>
internal static class RetryAfter
{
    // beyond this a wait makes no sense, and a TimeSpan might overflow
    private const double MaxSeconds = 30 * 24 * 3600;

    /// <summary>Reads the header fields of a response.</summary>
    /// <returns>The wait, not negative; null when the provider did not say.</returns>
    public static TimeSpan? Of(HttpResponseMessage response, TimeProvider clock) =>
        Count(response, "retry-after-ms", TimeSpan.FromMilliseconds(1))
        ?? Count(response, "retry-after", TimeSpan.FromSeconds(1))
        ?? UntilDate(response, clock);

    private static TimeSpan? Count(HttpResponseMessage response, string name, TimeSpan unit) =>
        response.Headers.NonValidated.TryGetValues(name, out var values)
        && double.TryParse(values.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var count)
        && count >= 0 && count * unit.TotalSeconds <= MaxSeconds
            ? count * unit
            : null;

    // by the provider's own clock where it tells the time, since ours may differ
    private static TimeSpan? UntilDate(HttpResponseMessage response, TimeProvider clock)
    {
        if (response.Headers.RetryAfter?.Date is not { } date)
        {
            return null;
        }

        var wait = date - (response.Headers.Date ?? clock.GetUtcNow());
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
