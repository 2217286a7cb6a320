using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using RouterMaestro.Application.Outcomes;
using RouterMaestro.Application.Ports;
using RouterMaestro.Application.Pricing;
using RouterMaestro.Application.Usage;
using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Pricing;
using RouterMaestro.Domain.Usage;
using RouterMaestro.Usage.Sqlite.Storage;

namespace RouterMaestro.Usage.Sqlite.Recording;

/// <summary>Takes the outcomes of calls. On a call's own path it only puts the outcome into a channel; the record is made when the writer collects it.</summary>
internal sealed partial class UsageRecorder : ICallObserver, ICircuitObserver
{
    /// <summary>The bound of the channel, which is emptied some times a second, whatever the state of the file.</summary>
    private const int MaxOutcomes = 65_536;

    private const int MaxPlans = 1024;

    private readonly Channel<CallOutcome> _outcomes = Channel.CreateBounded<CallOutcome>(
        new BoundedChannelOptions(MaxOutcomes) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly IPriceBook _prices;
    private readonly UsageQueue _queue;
    private readonly RecordingSettings _settings;
    private readonly ILogger<UsageRecorder> _logger;
    private readonly Dictionary<string, string> _plans = new(StringComparer.Ordinal);
    private volatile bool _isOff;
    private int _hasFailed;

    public UsageRecorder(IPriceBook prices, UsageQueue queue, RecordingSettings settings, ILogger<UsageRecorder> logger) =>
        (_prices, _queue, _settings, _logger) = (prices, queue, settings, logger);

    /// <summary>Gets or sets the key by which sessions are hashed; null while it could not be read, so that sessions are not recorded.</summary>
    public SessionKey? Sessions { get; set; }

    /// <inheritdoc />
    public void OnEnded(CallOutcome outcome)
    {
        if (!_isOff && _settings.IsEnabled && !_outcomes.Writer.TryWrite(outcome))
        {
            // the collector is far behind: the sums stay right, and the caller does not wait
            _queue.AddSummed(RecordOf(outcome));
        }
    }

    /// <inheritdoc />
    public void OnChanged(CircuitChange change)
    {
        if (_isOff || !_settings.IsEnabled)
        {
            return;
        }

        // the credential's own name stays out: it is made from the key
        var circuit = change.Circuit.Scope switch
        {
            HealthScope.Provider => $"provider {change.Circuit.Id}",
            HealthScope.Credential => $"key of {change.Circuit.Id}",
            _ => change.Circuit.Id,
        };
        var until = change.State.OpenUntil;
        _queue.Add(new CircuitEntry(change.At, circuit, until is null ? "closed" : "open") { Failure = until is null ? null : change.State.Failure?.Kind, Until = until });
    }

    /// <summary>Waits for an outcome.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _outcomes.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>Makes records of the outcomes, and puts them into the queue.</summary>
    public void Collect()
    {
        while (_outcomes.Reader.TryRead(out var outcome))
        {
            _queue.Add(WithSharedPlan(RecordOf(outcome)));
        }
    }

    /// <summary>Takes no more outcomes.</summary>
    public void TurnOff()
    {
        _isOff = true;
        while (_outcomes.Reader.TryRead(out _))
        {
        }
    }

    private UsageRecord RecordOf(CallOutcome outcome) => UsageRecords.Of(
        outcome,
        CostOf(outcome),
        outcome.SessionId is { Length: > 0 } session ? Sessions?.Of(session) : null);

    // the price book may be the host's code: its faults must not end the recording
    private UsageCost CostOf(CallOutcome outcome)
    {
        try
        {
            return _prices.CostOf(outcome);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // once: it would be said for every request
            if (Interlocked.Exchange(ref _hasFailed, 1) == 0)
            {
                LogUnpriced(exception);
            }

            return new(null, null, CostSource.Unknown);
        }
    }

    [LoggerMessage(5007, LogLevel.Error, "The price book failed: the cost of such requests is unknown")]
    private partial void LogUnpriced(Exception exception);

    // most requests have one of a few plans, and many records may wait
    private UsageRecord WithSharedPlan(UsageRecord record)
    {
        if (_plans.TryGetValue(record.Plan, out var plan))
        {
            return ReferenceEquals(plan, record.Plan) ? record : record with { Plan = plan };
        }

        if (_plans.Count == MaxPlans)
        {
            _plans.Clear();
        }

        _plans.Add(record.Plan, record.Plan);
        return record;
    }
}
