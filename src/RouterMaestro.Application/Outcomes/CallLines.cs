using System.Globalization;
using Microsoft.Extensions.Logging;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Application.Outcomes;

/// <summary>Formats the lines of the log. Whatever a caller or a provider wrote is limited in length and freed of control characters and keys.</summary>
internal sealed partial class CallLines(ILogger logger)
{
    private readonly ILogger _logger = logger;

    /// <summary>Writes one line.</summary>
    /// <param name="line">A <see cref="CallOutcome"/>, or one of the records below.</param>
    public void Write(object line)
    {
        switch (line)
        {
            case CallOutcome outcome:
                _logger.Log(LogLevel.Information, new EventId(1100, "Call"), new CallLine(outcome), null, static (call, _) => call.ToString());
                break;
            case FuzzyMatch match:
                LogMatched(LogText.Name(match.RequestId), LogText.Name(match.Id));
                break;
            case FailedAttempt failed:
                LogFailed(LogText.Name(failed.RequestId), LogText.Name(failed.Model), Describe(failed.Failure), LogText.Message(failed.Failure.Message));
                break;
            case Fallback fallback:
                LogFallback(LogText.Name(fallback.RequestId), LogText.Name(fallback.From), LogText.Name(fallback.To));
                break;
            case BrokenStream broken:
                LogBroken(LogText.Name(broken.RequestId), LogText.Name(broken.Model), Describe(broken.Failure), LogText.Message(broken.Failure.Message));
                break;
            case UnservedCall unserved:
                LogUnserved(LogText.Name(unserved.RequestId), unserved.Error.Status, LogText.Message(unserved.Error.Message));
                break;
            case DeniedRequest denied:
                LogDenied(LogText.Name(denied.RequestId), denied.Error.Status, denied.Error.Message);
                break;
            case DeniedRequests denied:
                LogDeniedMore(denied.Count);
                break;
            case CircuitChange { State.OpenUntil: { } until } opened:
                LogOpened(NameOf(opened.Circuit), until, opened.State.ConsecutiveFailures, opened.State.Failure?.Kind);
                break;
            case CircuitChange closed:
                LogClosed(NameOf(closed.Circuit));
                break;
            case LeftOutLines leftOut:
                LogLeftOut(leftOut.Count);
                break;
        }
    }

    private static string Describe(UpstreamFailure failure)
    {
        var status = failure.Status is { } code ? string.Create(CultureInfo.InvariantCulture, $", HTTP {code}") : "";
        var id = failure.UpstreamRequestId is { Length: > 0 } given ? $", provider's request id {LogText.Name(given)}" : "";
        return $"{failure.Kind}{status}{id}";
    }

    // the credential's own name stays out: it is made from the key
    private static string NameOf(HealthKey circuit) => circuit.Scope switch
    {
        HealthScope.Provider => $"circuit of the provider {LogText.Name(circuit.Id)}",
        HealthScope.Credential => $"circuit of the key of {LogText.Name(circuit.Id)}",
        _ => $"circuit of {LogText.Name(circuit.Id)}",
    };

    [LoggerMessage(1101, LogLevel.Warning, "Request {RequestId}: {Model} failed ({Failure}): {Message}")]
    private partial void LogFailed(string requestId, string model, string failure, string message);

    [LoggerMessage(1102, LogLevel.Information, "Request {RequestId}: falls back from {From} to {To}")]
    private partial void LogFallback(string requestId, string from, string to);

    [LoggerMessage(1103, LogLevel.Warning, "Request {RequestId}: the stream of {Model} broke in the middle ({Failure}): {Message}")]
    private partial void LogBroken(string requestId, string model, string failure, string message);

    [LoggerMessage(1104, LogLevel.Warning, "The {Circuit} is open until {Until:HH:mm:ss} UTC; failures in a row: {Failures} ({Kind})")]
    private partial void LogOpened(string circuit, DateTimeOffset until, int failures, FailureKind? kind);

    [LoggerMessage(1105, LogLevel.Information, "The {Circuit} is closed again")]
    private partial void LogClosed(string circuit);

    [LoggerMessage(1106, LogLevel.Warning, "Request {RequestId} was refused with {Status}: {Message}")]
    private partial void LogDenied(string requestId, int status, string message);

    [LoggerMessage(1107, LogLevel.Warning, "{Count} more requests were refused within the minute, without a line of their own")]
    private partial void LogDeniedMore(int count);

    [LoggerMessage(1108, LogLevel.Warning, "{Count} lines about calls were left out, because the log was too slow for them")]
    private partial void LogLeftOut(long count);

    [LoggerMessage(1109, LogLevel.Warning, "Request {RequestId}: ended with {Status} before a provider was called: {Message}")]
    private partial void LogUnserved(string requestId, int status, string message);

    [LoggerMessage(1110, LogLevel.Information, "Request {RequestId}: names {Model} in another spelling")]
    private partial void LogMatched(string requestId, string model);
}

internal sealed record FuzzyMatch(string RequestId, string Id);

internal sealed record FailedAttempt(string RequestId, ModelRef Model, UpstreamFailure Failure);

internal sealed record Fallback(string RequestId, ModelRef From, ModelRef To);

internal sealed record BrokenStream(string RequestId, ModelRef Model, UpstreamFailure Failure);

internal sealed record UnservedCall(string RequestId, RouterError Error);

internal sealed record DeniedRequest(string RequestId, RouterError Error);

internal sealed record DeniedRequests(int Count);


internal sealed record LeftOutLines(long Count);
