using System.Globalization;
using Microsoft.Data.Sqlite;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Usage;
using RouterMaestro.Usage.Sqlite.Files;

namespace RouterMaestro.Usage.Sqlite.Queries;

/// <summary>Lists single requests, the newest first.</summary>
internal sealed class RequestPages(SqliteConnection connection, UsageFilter filter)
{
    /// <summary>How far behind the newest request the last one of a session is looked for.</summary>
    private static readonly TimeSpan _newest = TimeSpan.FromDays(7);

    private long _time;
    private long _id;

    /// <summary>Reads a page.</summary>
    /// <param name="cursor">The time and the id of the last request of the page before; null for the first one.</param>
    /// <param name="size">The maximum number of requests.</param>
    public UsagePage Read((long Time, long Id)? cursor, int size)
    {
        var condition = new Scope(filter, StoredNames.Read(connection)).Condition;
        if (cursor is { } last)
        {
            condition += string.Create(CultureInfo.InvariantCulture, $" AND time <= {last.Time} AND (time < {last.Time} OR id < {last.Id})");
        }

        using var texts = new StoredTexts(connection);
        using var reader = new RecordReader(connection, texts);
        using var rows = new Statement(connection, $"SELECT {RecordReader.Columns} FROM requests WHERE {condition} ORDER BY time DESC, id DESC LIMIT ?1");
        rows.Bind(1, size + 1L);
        List<UsageRecord> records = [];
        string? next = null;
        while (rows.Read())
        {
            if (records.Count == size)
            {
                next = string.Create(CultureInfo.InvariantCulture, $"{_time}-{_id}");
                break;
            }

            (_time, _id) = (rows.Long(1), rows.Long(0));
            records.Add(reader.Read(rows));
        }

        rows.Reset();
        return new(records.ToEquatableArray(), next);
    }

    /// <summary>Finds the newest request for a response in a conversation to which a model responded.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="session">The hash of the session; null if it is unknown.</param>
    /// <param name="isAnySession">Whether the session does not matter.</param>
    public static UsageRecord? FindLast(SqliteConnection connection, ulong? session, bool isAnySession)
    {
        if (session is null && !isAnySession)
        {
            return null;
        }

        // without a limit a session that is not there would be looked for among all requests
        var condition = string.Create(
            CultureInfo.InvariantCulture,
            $"time >= (SELECT MAX(time) FROM requests) - {(long)_newest.TotalMilliseconds} AND operation = {(int)UsageOperation.Chat} AND outcome <> {(int)CallEnd.Refused} AND first_content IS NOT NULL");
        using var texts = new StoredTexts(connection);
        using var reader = new RecordReader(connection, texts);
        using var rows = new Statement(
            connection, $"SELECT {RecordReader.Columns} FROM requests WHERE {condition}{(isAnySession ? "" : " AND session = ?1")} ORDER BY time DESC, id DESC LIMIT 1");
        if (session is { } hash)
        {
            rows.Bind(1, (long)hash);
        }

        var found = rows.Read() ? reader.Read(rows) : null;
        rows.Reset();
        return found;
    }

    /// <summary>Reads a cursor.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static (long Time, long Id)? Parse(string? cursor)
    {
        if (cursor is null)
        {
            return null;
        }

        var dash = cursor.LastIndexOf('-');
        return dash > 0
            && long.TryParse(cursor.AsSpan(0, dash), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var time)
            && long.TryParse(cursor.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? (time, id)
            : throw new ArgumentException("It is no cursor of a page.", nameof(cursor));
    }
}
