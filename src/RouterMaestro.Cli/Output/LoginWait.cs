using System.Globalization;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Output;

/// <summary>Shows that a login is waited for: one line that changes on a terminal, else a line at the start and each minute.</summary>
internal sealed class LoginWait(CliEnvironment environment)
{
    private const string Frames = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
    private const string EraseLine = "\r\u001b[2K";
    private static readonly TimeSpan _frame = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);

    /// <summary>Shows the wait until it ends.</summary>
    /// <param name="login">The wait for the login.</param>
    /// <param name="life">The time that the person has.</param>
    /// <exception cref="CommandFailedException">The login failed.</exception>
    public async Task ShowAsync(Task login, TimeSpan life)
    {
        var start = environment.Clock.GetTimestamp();
        try
        {
            for (var tick = 0; !login.IsCompleted; tick++)
            {
                var left = life - environment.Clock.GetElapsedTime(start);
                Show(tick, left > TimeSpan.Zero ? left : TimeSpan.Zero);
                await Task.WhenAny(login, Task.Delay(environment.CanAnimate ? _frame : _minute, environment.Clock, CancellationToken.None));
            }
        }
        finally
        {
            if (environment.CanAnimate)
            {
                environment.Error.Write(EraseLine);
            }
        }

        await login;
    }

    private void Show(int tick, TimeSpan left)
    {
        if (environment.CanAnimate)
        {
            environment.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{Frames[tick % Frames.Length]} Waiting for the login … {(int)left.TotalMinutes}:{left.Seconds:00} left "));
        }
        else
        {
            var minutes = (int)Math.Ceiling(left.TotalMinutes);
            environment.Error.WriteLine(tick == 0 ? $"Waiting for the login; the code is valid for {Quantity.Of(minutes, "minute")}." : $"Still waiting; {Quantity.Of(minutes, "minute")} left.");
        }
    }
}
