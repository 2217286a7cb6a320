using System.Globalization;

namespace RouterMaestro;

/// <summary>The time that calls under way have when the gateway stops.</summary>
internal static class DrainTimeout
{
    public const string Variable = "ROUTER_MAESTRO_DRAIN_TIMEOUT";

    private const int MaxSeconds = 24 * 60 * 60;

    /// <summary>The time after the drain period in which the calls that were ended may send their errors; then their connections break.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan _default = TimeSpan.FromSeconds(30);

    /// <summary>Chooses the period: the option, else the variable, else 30 seconds.</summary>
    /// <exception cref="GatewaySetupException">It is no time, or too long.</exception>
    public static TimeSpan Choose(TimeSpan? option, Func<string, string?> variable) =>
        option is { } period ? Check(period)
        : variable(Variable)?.Trim() is { Length: > 0 } text ? Parse(text, Variable)
        : _default;

    /// <summary>Reads a number of seconds.</summary>
    /// <param name="text">The number.</param>
    /// <param name="source">The option or variable, for the error.</param>
    /// <exception cref="GatewaySetupException">It is no such number.</exception>
    public static TimeSpan Parse(string text, string source) => Find(text) ?? throw new GatewaySetupException(ErrorOf(text, source));

    /// <summary>Reads a number of seconds; null if it is no number from 0 to a day.</summary>
    /// <param name="text">The number.</param>
    public static TimeSpan? Find(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= MaxSeconds
            ? TimeSpan.FromSeconds(seconds)
            : null;

    /// <summary>Returns the error of a text that is no number from 0 to a day.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">The option or variable.</param>
    public static string ErrorOf(string text, string source) => $"{source} takes seconds from 0 to {MaxSeconds}, not '{text}'.";

    private static TimeSpan Check(TimeSpan period) => period >= TimeSpan.Zero && period <= TimeSpan.FromSeconds(MaxSeconds)
        ? period
        : throw new GatewaySetupException($"{nameof(GatewayOptions.DrainPeriod)} takes 0 to {MaxSeconds} seconds, not {period}.");
}
