using Microsoft.Extensions.Logging;

namespace RouterMaestro.Usage.Sqlite.Recording;

/// <summary>The log lines of the writer.</summary>
internal sealed partial class BatchWriter
{
    [LoggerMessage(5001, LogLevel.Warning, "Requests are recorded in memory for the time being: {Problem} ({Details})")]
    private static partial void LogProblem(ILogger logger, string problem, string details);

    [LoggerMessage(5002, LogLevel.Information, "Requests are recorded in {File} again")]
    private static partial void LogRecovered(ILogger logger, string file);

    [LoggerMessage(5003, LogLevel.Error, "Requests are not recorded: {Reason}")]
    private static partial void LogRefused(ILogger logger, string reason);

    [LoggerMessage(5004, LogLevel.Error, "{File} is corrupt: it is kept as {Broken}, and a new one is begun")]
    private static partial void LogBroken(ILogger logger, string file, string broken);
}
