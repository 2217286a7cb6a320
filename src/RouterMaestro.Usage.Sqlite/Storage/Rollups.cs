using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using RouterMaestro.Usage.Sqlite.Files;
using RouterMaestro.Usage.Sqlite.Schema;

namespace RouterMaestro.Usage.Sqlite.Storage;

/// <summary>The key of a cell.</summary>
internal readonly record struct CellKey(long Hour, long Model, long Key, long Client, int Outcome);

/// <summary>The key of a roll-up; 0 for all models, keys, clients or ends.</summary>
internal readonly record struct RollupKey(int Grain, long Model, long Key, long Client, int Outcome, long Period);

/// <summary>
/// Adds requests to the sums that queries read. Requests are added some thousands at a time; until then queries read the rows of those that are not
/// yet in the sums, which <see cref="Watermark"/> separates from the others.
/// </summary>
internal sealed class Rollups : IDisposable
{
    public const int Hour = 0;

    public const int Day = 1;

    /// <summary>The name of the id of the last request that is in the sums.</summary>
    public const string Watermark = "rolled_up_to";

    private static readonly string _parameters = string.Join(", ", Enumerable.Range(7, Sums.Count + 3).Select(i => $"?{i}"));

    private readonly TextIds _texts;
    private readonly Statement _cell;
    private readonly Statement _putCell;
    private readonly Statement _rollup;
    private readonly Statement _putRollup;
    private readonly Statement _watermark;
    private readonly Statement _putWatermark;
    private readonly RequestRows _tail;

    public Rollups(SqliteConnection connection, TextIds texts)
    {
        _texts = texts;
        _cell = new(connection, $"SELECT {Sums.Columns} FROM cells WHERE hour = ?1 AND model = ?2 AND key = ?3 AND client = ?4 AND outcome = ?5");
        _putCell = new(connection, $"INSERT OR REPLACE INTO cells (hour, model, key, client, outcome, {Sums.Columns}) VALUES (?1, ?2, ?3, ?4, ?5, {_parameters})");
        _rollup = new(
            connection, $"SELECT {Sums.Columns} FROM rollups WHERE grain = ?1 AND model = ?2 AND key = ?3 AND client = ?4 AND outcome = ?5 AND period = ?6");
        _putRollup = new(
            connection, $"INSERT OR REPLACE INTO rollups (grain, model, key, client, outcome, period, {Sums.Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, {_parameters})");
        _watermark = new(connection, $"SELECT value FROM state WHERE name = '{Watermark}'");
        _putWatermark = new(connection, $"INSERT OR REPLACE INTO state (name, value) VALUES ('{Watermark}', ?1)");
        _tail = new(connection, "id > ?1 ORDER BY id");
    }

    /// <summary>Adds all requests that are not yet in the sums.</summary>
    /// <returns>The id of the last one.</returns>
    public long AddTail()
    {
        var last = ReadWatermark();
        Dictionary<CellKey, Sums> cells = [];
        _tail.Bind(1, last);
        while (_tail.Read())
        {
            last = _tail.Id;
            _tail.AddTo(Of(cells, new(_tail.Hour, _tail.Model, _tail.Key, _tail.Client, _tail.Outcome)));
        }

        if (cells.Count > 0)
        {
            Add(cells);
            _putWatermark.Bind(1, last);
            _putWatermark.Run();
        }

        return last;
    }

    /// <summary>Adds sums of requests that have no rows.</summary>
    public void Add(NamedCells named)
    {
        Dictionary<CellKey, Sums> cells = [];
        foreach (var ((hour, model, key, client, outcome), sums) in named.All)
        {
            Of(cells, new(hour, _texts.Of(TextKind.Model, model), _texts.Of(TextKind.Key, key), _texts.Of(TextKind.Client, client), outcome)).Add(sums);
        }

        Add(cells);
    }

    /// <summary>Reads the id of the last request that is in the sums.</summary>
    public long ReadWatermark()
    {
        if (!_watermark.Read())
        {
            return 0;
        }

        var value = _watermark.Long(0);
        _watermark.Reset();
        return value;
    }

    public void Dispose()
    {
        foreach (var command in new[] { _cell, _putCell, _rollup, _putRollup, _watermark, _putWatermark })
        {
            command.Dispose();
        }

        _tail.Dispose();
    }

    private static Sums Of<TKey>(Dictionary<TKey, Sums> all, TKey key)
        where TKey : notnull => CollectionsMarshal.GetValueRefOrAddDefault(all, key, out _) ??= new();

    private static void Put(Statement find, Statement put, Sums sums)
    {
        if (find.Read())
        {
            sums.Add(find, 0);
            find.Reset();
        }

        sums.Bind(put, 7);
        put.Run();
    }

    private void Add(Dictionary<CellKey, Sums> cells)
    {
        Dictionary<RollupKey, Sums> rollups = [];
        foreach (var (cell, sums) in cells)
        {
            AddTo(rollups, cell, sums);
        }

        foreach (var (cell, sums) in cells.OrderBy(c => c.Key.Hour))
        {
            Bind(_cell, cell);
            Bind(_putCell, cell);
            Put(_cell, _putCell, sums);
        }

        foreach (var (rollup, sums) in rollups)
        {
            Bind(_rollup, rollup);
            Bind(_putRollup, rollup);
            Put(_rollup, _putRollup, sums);
        }
    }

    // for each model and key, and for all of them: the hour, and the day for all requests, by client and by end
    private static void AddTo(Dictionary<RollupKey, Sums> rollups, CellKey cell, Sums sums)
    {
        var day = Math.DivRem(cell.Hour, Hours.OfDay) is var (quotient, rest) && rest < 0 ? quotient - 1 : quotient;
        foreach (var model in new[] { 0, cell.Model })
        {
            foreach (var key in new[] { 0, cell.Key })
            {
                Of(rollups, new(Hour, model, key, 0, 0, cell.Hour)).Add(sums);
                Of(rollups, new(Day, model, key, 0, 0, day)).Add(sums);
                Of(rollups, new(Day, model, key, cell.Client, 0, day)).Add(sums);
                Of(rollups, new(Day, model, key, 0, cell.Outcome, day)).Add(sums);
            }
        }
    }

    private static void Bind(Statement command, CellKey cell)
    {
        command.Bind(1, cell.Hour);
        command.Bind(2, cell.Model);
        command.Bind(3, cell.Key);
        command.Bind(4, cell.Client);
        command.Bind(5, (long)cell.Outcome);
    }

    private static void Bind(Statement command, RollupKey rollup)
    {
        command.Bind(1, (long)rollup.Grain);
        command.Bind(2, rollup.Model);
        command.Bind(3, rollup.Key);
        command.Bind(4, rollup.Client);
        command.Bind(5, (long)rollup.Outcome);
        command.Bind(6, rollup.Period);
    }
}
