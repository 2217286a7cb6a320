using System.Globalization;

namespace RouterMaestro.Infrastructure.Providers.Resilience;

/// <summary>Reads the wait that a provider asks for before the next request: milliseconds, seconds or a date.</summary>
internal static class RetryAfter
{
    // beyond this a wait makes no sense, and a TimeSpan might overflow
    private const double MaxSeconds = 30 * 24 * 3600;

    /// <summary>Reads the header fields of a response.</summary>
    /// <returns>The wait, never negative; null if the response has none.</returns>
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

    // uses the Date field of the response if there is one, since the clocks may differ
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
