using Microsoft.Extensions.Logging;
using RouterMaestro.Application.Outcomes;
using RouterMaestro.Domain.Usage;

namespace RouterMaestro.AspNetCore.Tests.Extending;

internal sealed partial class CostLog(ILogger<CostLog> logger) : ICallObserver
{
    public void OnEnded(CallOutcome outcome) =>
        LogCost(outcome.Model?.QualifiedId, outcome.End, outcome.Usage?.Total, outcome.Duration);

    [LoggerMessage(LogLevel.Information, "{Model} {End}: {Tokens} tokens in {Duration}")]
    private partial void LogCost(string? model, CallEnd end, long? tokens, TimeSpan duration);
}
