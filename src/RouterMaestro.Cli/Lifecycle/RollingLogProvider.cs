using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace RouterMaestro.Cli.Lifecycle;

/// <summary>Writes the log as the console would, to a file.</summary>
/// <param name="log">The file.</param>
/// <param name="formatter">The console's format.</param>
internal sealed class RollingLogProvider(RollingLog log, ConsoleFormatter formatter) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, log, formatter);

    public void Dispose()
    {
        // the log is older than the gateway, and takes its last lines
    }

    private sealed class Logger(string category, RollingLog log, ConsoleFormatter formatter) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter1)
        {
            using var text = new StringWriter();
            formatter.Write(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter1), scopeProvider: null, text);
            log.Add(text.ToString());
        }
    }
}
