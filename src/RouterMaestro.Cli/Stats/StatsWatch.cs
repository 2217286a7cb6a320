using System.Globalization;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Stats;

/// <summary>Draws a report again and again on the terminal's second screen, until Ctrl-C. The last report stays on the first one.</summary>
internal sealed class StatsWatch(StatsScreen screen, CliEnvironment environment)
{
    private const string Enter = "\u001b[?1049h\u001b[?25l";
    private const string Leave = "\u001b[?25h\u001b[?1049l";
    private const string Home = "\u001b[H";
    private const string EraseLine = "\u001b[K";
    private const string EraseBelow = "\u001b[J";

    /// <summary>Draws until the end.</summary>
    /// <param name="draw">Reads and draws a report.</param>
    /// <param name="interval">The time between two reports.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CommandFailedException">The first report cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public async Task RunAsync(Func<CancellationToken, Task<IReadOnlyList<string>>> draw, TimeSpan interval, CancellationToken cancellationToken)
    {
        var lines = await draw(cancellationToken);
        environment.Out.Write(Enter);
        try
        {
            var problem = "";
            while (true)
            {
                Show(lines, problem);
                await Task.Delay(interval, environment.Clock, cancellationToken);
                try
                {
                    (lines, problem) = (await draw(cancellationToken), "");
                }
                catch (CommandFailedException failure)
                {
                    // a gateway that is started again comes back
                    problem = failure.Message;
                }
            }
        }
        finally
        {
            environment.Out.Write(Leave);
            screen.Print(lines);
        }
    }

    private void Show(IReadOnlyList<string> lines, string problem)
    {
        var status = problem.Length > 0 ? problem : string.Create(CultureInfo.InvariantCulture, $"{environment.Clock.GetLocalNow():HH:mm:ss}, Ctrl-C ends");

        // a line that is too long would go on in the next one and move all others
        status = status.Length > screen.Width ? status[..screen.Width] : status;
        var shown = lines.Take(Math.Max(1, screen.Height - 2)).Append("").Append(status);
        environment.Out.Write(Home + string.Join(EraseLine + "\r\n", shown) + EraseLine + EraseBelow);
    }
}
