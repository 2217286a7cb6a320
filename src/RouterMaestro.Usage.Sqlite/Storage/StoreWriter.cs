using Microsoft.Data.Sqlite;
using RouterMaestro.Domain.Usage;
using RouterMaestro.Usage.Sqlite.Files;
using RouterMaestro.Usage.Sqlite.Schema;

namespace RouterMaestro.Usage.Sqlite.Storage;

/// <summary>The writer's connection to the file. After an exception it is of no more use.</summary>
internal sealed class StoreWriter : IDisposable
{
    /// <summary>The number of requests that are added to the roll-ups at a time: a query adds up as many rows at most, in some milliseconds.</summary>
    public const int MaxTail = 8192;

    private readonly SqliteConnection _connection;
    private readonly TextIds _texts;
    private readonly RequestInserts _requests;
    private readonly Rollups _rollups;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private int _tail;

    private StoreWriter(SqliteConnection connection)
    {
        _connection = connection;
        _texts = new(connection);
        _requests = new(connection, _texts);
        _rollups = new(connection, _texts);
        _begin = new(connection, "BEGIN IMMEDIATE");
        _commit = new(connection, "COMMIT");
        _tail = MaxTail;
    }

    /// <summary>Opens the file.</summary>
    /// <exception cref="UsageStoreException">The file is of a newer version.</exception>
    /// <exception cref="SqliteException">The file is corrupt, locked, full or cannot be opened.</exception>
    public static StoreWriter Open(StoreFile file)
    {
        var connection = file.OpenForWriting();
        try
        {
            return new(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Gets whether there are requests that are not yet in the roll-ups.</summary>
    public bool HasTail => _tail > 0;

    /// <summary>Writes requests in one transaction.</summary>
    /// <param name="records">The requests.</param>
    /// <param name="summed">Sums of requests that get no rows.</param>
    /// <exception cref="SqliteException">Nothing was written.</exception>
    public void Write(IReadOnlyList<UsageRecord> records, NamedCells summed)
    {
        _begin.Run();
        _texts.Refresh();
        foreach (var record in records)
        {
            _requests.Add(record);
        }

        if (!summed.IsEmpty)
        {
            _rollups.Add(summed);
        }

        var tail = _tail + records.Count;
        if (tail >= MaxTail)
        {
            _rollups.AddTail();
            tail = 0;
        }

        _commit.Run();
        _tail = tail;
    }

    /// <summary>Writes changes of circuits.</summary>
    /// <exception cref="SqliteException">Nothing was written.</exception>
    public void Write(IReadOnlyList<CircuitEntry> changes)
    {
        _begin.Run();
        _texts.Refresh();
        using var insert = new Statement(_connection, "INSERT INTO circuit_changes (time, circuit, state, failure, until) VALUES (?1, ?2, ?3, ?4, ?5)");
        foreach (var change in changes)
        {
            insert.Bind(1, change.At.ToUnixTimeMilliseconds());
            insert.Bind(2, _texts.Of(TextKind.Word, change.Circuit));
            insert.Bind(3, _texts.Of(TextKind.Word, change.State));
            insert.Bind(4, (long?)change.Failure);
            insert.Bind(5, change.Until?.ToUnixTimeMilliseconds());
            insert.Run();
        }

        _commit.Run();
    }

    /// <summary>Adds all requests to the roll-ups.</summary>
    /// <exception cref="SqliteException">Nothing was written.</exception>
    public void AddTail()
    {
        _begin.Run();
        _texts.Refresh();
        _rollups.AddTail();
        _commit.Run();
        _tail = 0;
    }

    /// <summary>Deletes some of the requests that began before a time. Their sums stay.</summary>
    /// <param name="before">The time.</param>
    /// <param name="count">The maximum number.</param>
    /// <returns>The number of deleted requests.</returns>
    /// <exception cref="SqliteException">Nothing was deleted.</exception>
    public int Prune(DateTimeOffset before, int count)
    {
        _begin.Run();
        var watermark = _rollups.ReadWatermark();
        List<(long Id, RequestFlags Flags)> old = [];
        using (var find = new Statement(_connection, "SELECT id, flags FROM requests WHERE time < ?1 AND id <= ?2 ORDER BY time LIMIT ?3"))
        {
            find.Bind(1, before.ToUnixTimeMilliseconds());
            find.Bind(2, watermark);
            find.Bind(3, (long)count);
            while (find.Read())
            {
                old.Add((find.Long(0), (RequestFlags)find.Int(1)));
            }
        }

        Delete("requests WHERE id", old.Select(o => o.Id));
        Delete("failed_calls WHERE request_id", old.Where(o => (o.Flags & RequestFlags.HasFailedCalls) != 0).Select(o => o.Id));
        Delete("stated_costs WHERE request_id", old.Where(o => (o.Flags & RequestFlags.HasStatedCosts) != 0).Select(o => o.Id));
        _commit.Run();
        return old.Count;
    }

    /// <summary>Deletes circuit changes before a time, and the texts that callers chose and no request names any more.</summary>
    /// <exception cref="SqliteException">Nothing was deleted.</exception>
    public void PruneTexts(DateTimeOffset before)
    {
        _begin.Run();
        using (var changes = new Statement(_connection, "DELETE FROM circuit_changes WHERE time < ?1"))
        {
            changes.Bind(1, before.ToUnixTimeMilliseconds());
            changes.Run();
        }

        foreach (var (kind, column) in new[] { (TextKind.RequestedModel, "requested_model"), (TextKind.Plan, "plan") })
        {
            using var texts = new Statement(_connection, $"DELETE FROM texts WHERE kind = ?1 AND id NOT IN (SELECT {column} FROM requests)");
            texts.Bind(1, (long)kind);
            texts.Run();
        }

        _commit.Run();
        _texts.Forget();
    }

    /// <summary>Limits the size of the file, as a full disk does.</summary>
    internal void LimitPages(long pages)
    {
        using var command = new Statement(_connection, $"PRAGMA max_page_count = {pages}");
        command.Run();
    }

    public void Dispose()
    {
        _texts.Dispose();
        _requests.Dispose();
        _rollups.Dispose();
        _begin.Dispose();
        _commit.Dispose();

        // a transaction that is open is rolled back
        _connection.Dispose();
    }

    private void Delete(string where, IEnumerable<long> ids)
    {
        using var command = new Statement(_connection, $"DELETE FROM {where} = ?1");
        foreach (var id in ids)
        {
            command.Bind(1, id);
            command.Run();
        }
    }
}
