using System.Globalization;
using Microsoft.Data.Sqlite;
using RouterMaestro.Domain.Usage;
using RouterMaestro.Usage.Sqlite.Files;
using RouterMaestro.Usage.Sqlite.Schema;

namespace RouterMaestro.Usage.Sqlite.Storage;

/// <summary>Inserts the rows of requests.</summary>
internal sealed class RequestInserts(SqliteConnection connection, TextIds texts) : IDisposable
{
    private readonly Statement _request = new(connection, """
        INSERT INTO requests (time, request_id, operation, outcome, protocol, requested_model, model, key, client, flags, input, cache_read, cache_write,
            cache_write_hour, output, reasoning, tier, first_content, duration, overhead, status, failure, attempts, session, needs, estimated_input, plan,
            catalog, settings, cost_source, stated_cost, table_cost)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30,
            ?31, ?32)
        """);

    private readonly Statement _failedCall = new(
        connection, "INSERT INTO failed_calls (request_id, number, model, failure, status, duration) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");

    private readonly Statement _statedCost = new(
        connection, "INSERT INTO stated_costs (request_id, number, model, unit, amount) VALUES (?1, ?2, ?3, ?4, ?5)");

    /// <summary>Inserts a request.</summary>
    public void Add(UsageRecord record)
    {
        BindCall(record);
        BindTokens(record);
        BindCircumstances(record);
        _request.Run();
        var id = _request.LastId;

        for (var i = 0; i < record.FailedCalls.Count; i++)
        {
            var call = record.FailedCalls[i];
            Bind(_failedCall, id, i, texts.Of(TextKind.Model, call.Model.QualifiedId));
            _failedCall.Bind(4, (long)call.Failure);
            _failedCall.Bind(5, call.Status);
            _failedCall.Bind(6, Microseconds(call.Duration));
            _failedCall.Run();
        }

        for (var i = 0; i < record.StatedCosts.Count; i++)
        {
            var cost = record.StatedCosts[i];
            Bind(_statedCost, id, i, texts.Of(TextKind.Model, cost.Model.QualifiedId));
            _statedCost.Bind(4, texts.Of(TextKind.Word, cost.Unit));
            _statedCost.Bind(5, cost.Amount.ToString(CultureInfo.InvariantCulture));
            _statedCost.Run();
        }
    }

    public void Dispose()
    {
        _request.Dispose();
        _failedCall.Dispose();
        _statedCost.Dispose();
    }

    private static void Bind(Statement command, long request, int number, long model)
    {
        command.Bind(1, request);
        command.Bind(2, (long)number);
        command.Bind(3, model);
    }

    private static long Microseconds(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;

    private static RequestFlags FlagsOf(UsageRecord record) =>
        (record.IsStream ? RequestFlags.Stream : 0)
        | (record.IsEstimated ? RequestFlags.Estimated : 0)
        | (record.IsPartial ? RequestFlags.Partial : 0)
        | (record.IsFallback ? RequestFlags.Fallback : 0)
        | (record.Usage is not null ? RequestFlags.HasUsage : 0)
        | (record.FailedCalls.IsEmpty ? 0 : RequestFlags.HasFailedCalls)
        | (record.StatedCosts.IsEmpty ? 0 : RequestFlags.HasStatedCosts);

    private void BindCall(UsageRecord record)
    {
        _request.Bind(1, record.StartedAt.ToUnixTimeMilliseconds());
        _request.Bind(2, record.RequestId);
        _request.Bind(3, (long)record.Operation);
        _request.Bind(4, (long)record.End);
        _request.Bind(5, texts.Of(TextKind.Word, record.Protocol));
        _request.Bind(6, texts.Of(TextKind.RequestedModel, record.RequestedModel));
        _request.Bind(7, texts.Of(TextKind.Model, record.Model?.QualifiedId));
        _request.Bind(8, texts.Of(TextKind.Key, record.KeyName));
        _request.Bind(9, texts.Of(TextKind.Client, record.Client));
        _request.Bind(10, (long)FlagsOf(record));
    }

    private void BindTokens(UsageRecord record)
    {
        var usage = record.Usage;
        _request.Bind(11, usage?.Input ?? 0);
        _request.Bind(12, usage?.CacheRead ?? 0);
        _request.Bind(13, usage?.CacheWrite ?? 0);
        _request.Bind(14, usage?.CacheWriteHour ?? 0);
        _request.Bind(15, usage?.Output ?? 0);
        _request.Bind(16, usage?.Reasoning ?? 0);
        _request.Bind(17, texts.Of(TextKind.Word, usage?.ServiceTier));
        _request.Bind(30, (long)record.Cost.Source);
        _request.Bind(31, record.Cost.Stated);
        _request.Bind(32, record.Cost.Table);
    }

    private void BindCircumstances(UsageRecord record)
    {
        _request.Bind(18, record.TimeToFirstContent is { } first ? Microseconds(first) : null);
        _request.Bind(19, Microseconds(record.Duration));
        _request.Bind(20, record.Overhead is { } overhead ? Microseconds(overhead) : null);
        _request.Bind(21, record.Status);
        _request.Bind(22, (long?)record.Failure);
        _request.Bind(23, (long)record.Attempts);
        _request.Bind(24, (long?)record.Session);
        _request.Bind(25, (long)record.Needs);
        _request.Bind(26, record.EstimatedInput);
        _request.Bind(27, texts.Of(TextKind.Plan, record.Plan));
        _request.Bind(28, texts.Of(TextKind.Word, record.CatalogRevision));
        _request.Bind(29, texts.Of(TextKind.Word, record.SettingsRevision));
    }
}
