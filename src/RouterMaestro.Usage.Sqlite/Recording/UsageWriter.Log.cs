using Microsoft.Extensions.Logging;

namespace RouterMaestro.Usage.Sqlite.Recording;

/// <summary>The log lines of the service.</summary>
internal sealed partial class UsageWriter
{
    [LoggerMessage(5005, LogLevel.Error, "The records of {Count} requests are lost, since {File} could not be written before the stop: {Problem}")]
    private static partial void LogLost(ILogger logger, int count, string file, string problem);

    [LoggerMessage(5006, LogLevel.Warning, "Sessions are not recorded: {Reason}")]
    private static partial void LogNoSessions(ILogger logger, string reason);
}
