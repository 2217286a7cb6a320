using System.Globalization;

namespace RouterMaestro.Protocols.Errors;

/// <summary>Reads the delay of <c>retry-after-ms</c> or <c>retry-after</c>. The caller reads dates, which need a clock.</summary>
internal static class RetryAfterHeader
{
    // longer delays are ignored: a call cannot wait so long, and a TimeSpan might overflow
    private const double MaxSeconds = 30 * 24 * 3600;

    public static TimeSpan? Read(IUpstreamResponseHeaders headers) =>
        Find(headers, "retry-after-ms", TimeSpan.FromMilliseconds(1)) ?? Find(headers, "retry-after", TimeSpan.FromSeconds(1));

    private static TimeSpan? Find(IUpstreamResponseHeaders headers, string name, TimeSpan unit) =>
        double.TryParse(headers.Find(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var count)
        && count >= 0 && count * unit.TotalSeconds <= MaxSeconds
            ? count * unit
            : null;
}
