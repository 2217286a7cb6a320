using System.Globalization;

namespace RouterMaestro.Protocols.Errors;

/// <summary>Reads how long a provider asks to be left alone. Dates need a clock and are the caller's to read.</summary>
internal static class RetryAfterHeader
{
    // beyond this a wait makes no sense, and a TimeSpan might overflow
    private const double MaxSeconds = 30 * 24 * 3600;

    public static TimeSpan? Read(IUpstreamHeaders headers) =>
        Find(headers, "retry-after-ms", TimeSpan.FromMilliseconds(1)) ?? Find(headers, "retry-after", TimeSpan.FromSeconds(1));

    private static TimeSpan? Find(IUpstreamHeaders headers, string name, TimeSpan unit) =>
        double.TryParse(headers.Find(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var count)
        && count >= 0 && count * unit.TotalSeconds <= MaxSeconds
            ? count * unit
            : null;
}
