using System.Globalization;
using Microsoft.Data.Sqlite;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Pricing;
using RouterMaestro.Domain.Usage;
using RouterMaestro.Usage.Sqlite.Files;
using RouterMaestro.Usage.Sqlite.Schema;

namespace RouterMaestro.Usage.Sqlite.Queries;

/// <summary>Makes records of rows.</summary>
internal sealed class RecordReader(SqliteConnection connection, StoredTexts texts) : IDisposable
{
    /// <summary>The columns that <see cref="Read"/> expects.</summary>
    public const string Columns =
        "id, time, request_id, operation, outcome, protocol, requested_model, model, key, client, flags, input, cache_read, cache_write, cache_write_hour, "
        + "output, reasoning, tier, first_content, duration, overhead, status, failure, attempts, session, needs, estimated_input, plan, catalog, settings, "
        + "cost_source, stated_cost, table_cost";

    private readonly Statement _failedCalls = new(
        connection, "SELECT model, failure, status, duration FROM failed_calls WHERE request_id = ?1 ORDER BY number");

    private readonly Statement _statedCosts = new(connection, "SELECT model, unit, amount FROM stated_costs WHERE request_id = ?1 ORDER BY number");

    /// <summary>Makes the record of a row.</summary>
    public UsageRecord Read(Statement row)
    {
        var flags = (RequestFlags)row.Int(10);
        return new(row.Text(2), DateTimeOffset.FromUnixTimeMilliseconds(row.Long(1)), (UsageOperation)row.Int(3), (CallEnd)row.Int(4))
        {
            Protocol = texts.OrNull(row.Long(5)),
            RequestedModel = texts.Of(row.Long(6)),
            Model = Model(row.Long(7)),
            KeyName = texts.OrNull(row.Long(8)),
            Client = texts.OrNull(row.Long(9)),
            IsStream = (flags & RequestFlags.Stream) != 0,
            IsEstimated = (flags & RequestFlags.Estimated) != 0,
            IsPartial = (flags & RequestFlags.Partial) != 0,
            IsFallback = (flags & RequestFlags.Fallback) != 0,
            Usage = (flags & RequestFlags.HasUsage) != 0 ? UsageOf(row) : null,
            TimeToFirstContent = Time(row.NullableLong(18)),
            Duration = Time(row.Long(19)),
            Overhead = Time(row.NullableLong(20)),
            Status = (int?)row.NullableLong(21),
            Failure = (FailureKind?)row.NullableLong(22),
            Attempts = row.Int(23),
            Session = (ulong?)row.NullableLong(24),
            Needs = (UsageNeeds)row.Int(25),
            EstimatedInput = row.Long(26),
            Plan = texts.Of(row.Long(27)),
            CatalogRevision = texts.OrNull(row.Long(28)),
            SettingsRevision = texts.OrNull(row.Long(29)),
            Cost = new(row.NullableLong(31), row.NullableLong(32), (CostSource)row.Int(30)),
            FailedCalls = (flags & RequestFlags.HasFailedCalls) != 0 ? FailedCallsOf(row.Long(0)) : [],
            StatedCosts = (flags & RequestFlags.HasStatedCosts) != 0 ? StatedCostsOf(row.Long(0)) : [],
        };
    }

    public void Dispose()
    {
        _failedCalls.Dispose();
        _statedCosts.Dispose();
    }

    private static TimeSpan Time(long microseconds) => TimeSpan.FromTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    private static TimeSpan? Time(long? microseconds) => microseconds is { } time ? Time(time) : null;

    private TokenUsage UsageOf(Statement row) => new(row.Long(11), row.Long(12), row.Long(13), row.Long(15), row.Long(16))
    {
        CacheWriteHour = row.Long(14),
        ServiceTier = texts.OrNull(row.Long(17)),
    };

    private ModelRef? Model(long id) => ModelRef.TryParse(texts.Of(id), out var model) ? model : null;

    private EquatableArray<FailedCall> FailedCallsOf(long request)
    {
        List<FailedCall> calls = [];
        _failedCalls.Bind(1, request);
        while (_failedCalls.Read())
        {
            calls.Add(new(
                Model(_failedCalls.Long(0)) ?? new("", ""), (FailureKind)_failedCalls.Int(1), (int?)_failedCalls.NullableLong(2), Time(_failedCalls.Long(3))));
        }

        return calls.ToEquatableArray();
    }

    private EquatableArray<StatedCost> StatedCostsOf(long request)
    {
        List<StatedCost> costs = [];
        _statedCosts.Bind(1, request);
        while (_statedCosts.Read())
        {
            costs.Add(new(
                Model(_statedCosts.Long(0)) ?? new("", ""),
                texts.Of(_statedCosts.Long(1)),
                decimal.Parse(_statedCosts.Text(2), NumberStyles.Number, CultureInfo.InvariantCulture)));
        }

        return costs.ToEquatableArray();
    }
}
