using Microsoft.Data.Sqlite;
using RouterMaestro.Domain.Usage;
using RouterMaestro.Usage.Sqlite.Files;
using RouterMaestro.Usage.Sqlite.Storage;

namespace RouterMaestro.Usage.Sqlite.Queries;

/// <summary>
/// Adds up the requests of a query: whole days from the roll-ups of days, the hours before and behind them from those of hours, and the requests that
/// are in no roll-up yet from their rows. All is read in one transaction, so that no request is missed or counted twice.
/// </summary>
internal sealed class SumQuery(SqliteConnection connection, UsageQuery query)
{
    private readonly StoredNames _names = StoredNames.Read(connection);

    /// <summary>Runs the query.</summary>
    public UsageReport Run()
    {
        var scope = new Scope(query.Filter, _names);
        var groups = new Groups(query, _names);
        if (query.By == UsageDimension.Session)
        {
            AddSessions(scope, groups);
        }
        else
        {
            AddRollups(scope, groups);
            AddTail(scope, groups);
        }

        return groups.ToReport(DetailSince());
    }

    private void AddRollups(Scope scope, Groups groups)
    {
        var (firstDay, endDay) = (DivideUp(scope.From), DivideDown(scope.Until));
        if (groups.AreTimes || firstDay >= endDay)
        {
            AddHours(scope, groups, scope.From, scope.Until);
            return;
        }

        AddPeriods(scope, groups, Rollups.Day, firstDay, endDay);
        AddHours(scope, groups, scope.From, firstDay * Hours.OfDay);
        AddHours(scope, groups, endDay * Hours.OfDay, scope.Until);
    }

    // the roll-ups of hours are not by client and end: for the few hours that are no whole day the cells are read
    private void AddHours(Scope scope, Groups groups, long from, long until)
    {
        if (query.By is UsageDimension.Client or UsageDimension.Outcome)
        {
            AddCells(scope, groups, from, until);
        }
        else if (from < until)
        {
            AddPeriods(scope, groups, Rollups.Hour, from, until);
        }
    }

    private void AddPeriods(Scope scope, Groups groups, int grain, long from, long until)
    {
        long[] all = [0];
        var models = query.By is UsageDimension.Model or UsageDimension.Provider || !scope.HasAllModels ? scope.Models : all;
        var keys = query.By == UsageDimension.Key || !scope.HasAllKeys ? scope.Keys : all;
        var clients = query.By == UsageDimension.Client ? [.. _names.Clients] : all;
        var outcomes = query.By == UsageDimension.Outcome ? [1, 2, 3, 4] : all;
        using var rows = new Statement(connection, $"""
            SELECT period, {Sums.Columns} FROM rollups
            WHERE grain = ?1 AND model = ?2 AND key = ?3 AND client = ?4 AND outcome = ?5 AND period >= ?6 AND period < ?7
            """);
        rows.Bind(1, (long)grain);
        rows.Bind(6, from);
        rows.Bind(7, until);
        foreach (var model in models)
        {
            rows.Bind(2, model);
            foreach (var key in keys)
            {
                rows.Bind(3, key);
                foreach (var (client, outcome) in clients.SelectMany(c => outcomes.Select(o => (c, o))))
                {
                    rows.Bind(4, client);
                    rows.Bind(5, outcome);
                    while (rows.Read())
                    {
                        groups.Of(new(rows.Long(0), model, key, client, (int)outcome)).Add(rows, 1);
                    }
                }
            }
        }
    }

    private void AddCells(Scope scope, Groups groups, long from, long until)
    {
        using var rows = new Statement(
            connection, $"SELECT hour, model, key, client, outcome, {Sums.Columns} FROM cells WHERE hour >= ?1 AND hour < ?2");
        rows.Bind(1, from);
        rows.Bind(2, until);
        while (rows.Read())
        {
            var cell = new CellKey(rows.Long(0), rows.Long(1), rows.Long(2), rows.Long(3), rows.Int(4));
            if (scope.Holds(cell.Model, cell.Key))
            {
                groups.Of(cell).Add(rows, 5);
            }
        }
    }

    private void AddTail(Scope scope, Groups groups)
    {
        using var rows = new RequestRows(
            connection, $"id > (SELECT coalesce(max(value), 0) FROM state WHERE name = '{Rollups.Watermark}')");
        while (rows.Read())
        {
            if (rows.Hour >= scope.From && rows.Hour < scope.Until && scope.Holds(rows.Model, rows.Key))
            {
                rows.AddTo(groups.Of(new(rows.Hour, rows.Model, rows.Key, rows.Client, rows.Outcome)));
            }
        }
    }

    private void AddSessions(Scope scope, Groups groups)
    {
        using var rows = new RequestRows(connection, scope.Condition);
        while (rows.Read())
        {
            rows.AddTo(groups.OfSession(rows.Session));
        }
    }

    private DateTimeOffset? DetailSince()
    {
        using var rows = new Statement(connection, "SELECT min(time) FROM requests");
        return rows.Read() && rows.NullableLong(0) is { } time ? DateTimeOffset.FromUnixTimeMilliseconds(time) : null;
    }

    private static long DivideDown(long hour) => (long)Math.Floor((decimal)hour / Hours.OfDay);

    private static long DivideUp(long hour) => (long)Math.Ceiling((decimal)hour / Hours.OfDay);
}
