using System.Diagnostics;
using Xunit;

namespace RouterMaestro.TestKit;

/// <summary>
/// Promises about real time, on machines that may stand still for a while because others use them: one is broken only when it is
/// broken in each of three tries. What is asserted in any other way than with this class fails at once, so that a fault that comes
/// and goes has nowhere to hide.
/// </summary>
public static class RealTime
{
    private const int MaxAttempts = 3;

    // what has not happened by then never does, on any machine
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    /// <summary>Checks a promise.</summary>
    /// <param name="check">Starts from nothing each time.</param>
    public static async Task HoldsAsync(Func<Task> check)
    {
        for (var left = MaxAttempts - 1; left > 0; left--)
        {
            try
            {
                await check();
                return;
            }
            catch (TimingException)
            {
                // once more
            }
        }

        await check();
    }

    /// <summary>Asserts how long something took, or how often it happened meanwhile.</summary>
    /// <param name="actual">What was measured.</param>
    /// <param name="low">The least that is promised.</param>
    /// <param name="high">The most that is promised.</param>
    /// <exception cref="TimingException">It is out of the range.</exception>
    public static void InRange<T>(T actual, T low, T high)
        where T : IComparable<T>
    {
        if (actual.CompareTo(low) < 0 || actual.CompareTo(high) > 0)
        {
            throw new TimingException($"{actual} is not between {low} and {high}");
        }
    }

    /// <summary>Asserts what has arrived in the short time that is left to it, such as before a connection is broken off.</summary>
    /// <param name="expected">What is to arrive.</param>
    /// <param name="actual">What has arrived.</param>
    /// <exception cref="TimingException">Its end is missing. That something else arrived is no matter of time, and fails at once.</exception>
    public static void Arrives(string expected, string actual)
    {
        Assert.StartsWith(actual, expected, StringComparison.Ordinal);
        if (actual.Length < expected.Length)
        {
            throw new TimingException($"only '{actual}' of '{expected}' arrived");
        }
    }

    /// <summary>Waits for something that is promised to come soon. That it comes late is a matter of time; that it never comes is not.</summary>
    /// <param name="isSo">Tells whether it has come.</param>
    /// <param name="promised">How soon; null when no promise is made.</param>
    public static async Task UntilAsync(Func<Task<bool>> isSo, TimeSpan? promised = null)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await isSo())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < _patience, "what was waited for never came");
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }

        InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, promised ?? TimeSpan.MaxValue);
    }

    /// <inheritdoc cref="UntilAsync(Func{Task{bool}}, TimeSpan?)"/>
    public static Task UntilAsync(Func<bool> isSo, TimeSpan? promised = null) => UntilAsync(() => Task.FromResult(isSo()), promised);
}
