namespace RouterMaestro.Cli.Tests.Auth;

/// <summary>A clock on which time passes fast, so that a command that waits seconds is tested in milliseconds.</summary>
internal sealed class QuickClock : TimeProvider
{
    private const int Factor = 20;

    public override long TimestampFrequency => System.TimestampFrequency / Factor;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime / Factor, period < TimeSpan.Zero ? period : period / Factor);
}
