using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using RouterMaestro.Application.Calls;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Application.Telemetry;

/// <summary>Counts and logs the names of fields that translations lost, without their values.</summary>
internal sealed partial class LossReporter
{
    /// <summary>The name of the counter.</summary>
    public const string Counter = "router_maestro.translation.losses";

    // field names may come from callers, and each name is a time series of the counter
    private const int MaxFields = 256;
    private const string AnyOther = "other";
    private const string InProcess = "in-process";

    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);
    private readonly ILogger<LossReporter> _logger;
    private readonly Counter<long> _losses;

    public LossReporter(ILogger<LossReporter> logger, IMeterFactory? meters = null)
    {
        _logger = logger;
        _losses = RouterMeter.Of(meters).CreateCounter<long>(Counter, "{field}", "Fields that a translation between protocols could not carry.");
    }

    /// <summary>Counts and logs the fields lost between a caller and a candidate.</summary>
    /// <param name="call">The call to the candidate.</param>
    /// <param name="fields">The names of the fields.</param>
    public void Report(CandidateCall call, EquatableArray<string> fields)
    {
        if (fields.IsEmpty)
        {
            return;
        }

        var (from, to) = (call.Call.Protocol?.Name ?? InProcess, call.Protocol.Name);
        foreach (var field in fields)
        {
            _losses.Add(1, new("inbound", from), new("outbound", to), new("field", Known(field)));
        }

        var level = call.OnLoss == LossPolicy.Warn ? LogLevel.Warning : LogLevel.Debug;
        if (_logger.IsEnabled(level))
        {
            LogLost(level, call.Call.RequestId, from, to, string.Join(", ", fields));
        }
    }

    private string Known(string field) =>
        _known.ContainsKey(field) || (_known.Count < MaxFields && _known.TryAdd(field, true)) ? field : AnyOther;

    [LoggerMessage(EventId = 1010, Message = "Request {RequestId} lost on the way from {Inbound} to {Outbound}: {Fields}")]
    private partial void LogLost(LogLevel level, string requestId, string inbound, string outbound, string fields);
}
