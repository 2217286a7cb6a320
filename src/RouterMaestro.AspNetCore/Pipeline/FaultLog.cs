using Microsoft.Extensions.Logging;

namespace RouterMaestro.AspNetCore.Pipeline;

/// <summary>The log of the gateway's own faults.</summary>
internal static partial class FaultLog
{
    /// <summary>Logs a request that ended with an exception which nothing expected.</summary>
    [LoggerMessage(1001, LogLevel.Error, "Request {RequestId} failed within the gateway")]
    public static partial void LogBroken(this ILogger logger, Exception exception, string requestId);
}
