using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using RouterMaestro.Application.Calls;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Application.Telemetry;

/// <summary>Counts and logs the names of fields that translations lost, and of values that passthrough repaired, without their values.</summary>
internal sealed partial class LossReporter
{
    /// <summary>The name of the counter of lost fields.</summary>
    public const string Counter = "router_maestro.translation.losses";

    /// <summary>The name of the counter of repaired values.</summary>
    public const string RepairCounter = "router_maestro.passthrough.repairs";

    // field names may come from callers, and each name is a time series of the counter
    private const int MaxFields = 256;
    private const string AnyOther = "other";
    private const string InProcess = "in-process";

    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);
    private readonly ILogger<LossReporter> _logger;
    private readonly Counter<long> _losses;
    private readonly Counter<long> _repairs;

    public LossReporter(ILogger<LossReporter> logger, IMeterFactory? meters = null)
    {
        _logger = logger;
        var meter = RouterMeter.Of(meters);
        _losses = meter.CreateCounter<long>(Counter, "{field}", "Fields that a translation between protocols could not carry.");
        _repairs = meter.CreateCounter<long>(RepairCounter, "{value}", "Values of providers that were repaired for clients of the same protocol.");
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

    /// <summary>Counts and logs what was repaired in the response of a candidate.</summary>
    /// <param name="call">The call to the candidate.</param>
    /// <param name="values">The names of the values.</param>
    public void ReportRepairs(CandidateCall call, EquatableArray<string> values)
    {
        if (values.IsEmpty)
        {
            return;
        }

        foreach (var value in values)
        {
            _repairs.Add(1, new("protocol", call.Protocol.Name), new("provider", call.Candidate.Model.Provider), new("value", value));
        }

        if (_logger.IsEnabled(LogLevel.Information))
        {
            LogRepaired(call.Call.RequestId, call.Candidate.Model.QualifiedId, string.Join(", ", values));
        }
    }

    private string Known(string field) =>
        _known.ContainsKey(field) || (_known.Count < MaxFields && _known.TryAdd(field, true)) ? field : AnyOther;

    [LoggerMessage(EventId = 1010, Message = "Request {RequestId} lost on the way from {Inbound} to {Outbound}: {Fields}")]
    private partial void LogLost(LogLevel level, string requestId, string inbound, string outbound, string fields);

    [LoggerMessage(1011, LogLevel.Information, "Request {RequestId}: the response of {Model} was repaired: {Values}")]
    private partial void LogRepaired(string requestId, string model, string values);
}
