using Microsoft.Extensions.Logging;
using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Output;
using RouterMaestro.Cli.Shell;
using RouterMaestro.Infrastructure.Configuration;

namespace RouterMaestro.Cli.Serving;

/// <summary>Reports to standard output, and warns on standard error.</summary>
internal sealed class TerminalPresence(ConfigPaths paths, StartReport report, CliEnvironment environment) : IGatewayPresence
{
    // who watches the terminal, or systemd or a container in its place, keeps the log
    public Func<string, string>? LogOf => null;

    public bool ServesUnrecorded => true;

    public void AddLogging(ILoggingBuilder logging)
    {
        // standard error is the default
    }

    public void Warn(string message)
    {
        try
        {
            environment.Error.WriteLine($"Warning: {message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // there is nobody to tell
        }
    }

    public void ShowStarted(GatewayHost gateway, ServerRecord? record) => Print(() => report.Print(gateway, paths));

    public void ShowStopping(TimeSpan drainPeriod) => Print(() => report.PrintStopping(drainPeriod));

    // the gateway serves where its report cannot be written too: standard output is closed (EBADF), or its disk is full (ENOSPC)
    private void Print(Action print)
    {
        try
        {
            print();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Warn($"standard output cannot be written: {exception.Message}");
        }
    }
}
