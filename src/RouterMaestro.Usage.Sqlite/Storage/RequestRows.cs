using System.Globalization;
using Microsoft.Data.Sqlite;
using RouterMaestro.Domain.Pricing;
using RouterMaestro.Domain.Usage;
using RouterMaestro.Usage.Sqlite.Files;
using RouterMaestro.Usage.Sqlite.Schema;

namespace RouterMaestro.Usage.Sqlite.Storage;

/// <summary>Reads rows of requests in order to add them up.</summary>
internal sealed class RequestRows : IDisposable
{
    private const string Columns =
        "id, time, model, key, client, outcome, session, flags, attempts, input, cache_read, cache_write, cache_write_hour, output, reasoning, "
        + "first_content, duration, cost_source, stated_cost, table_cost, operation";

    private readonly Statement _rows;
    private readonly Statement _stated;

    /// <summary>Prepares the reading.</summary>
    /// <param name="connection">The open file.</param>
    /// <param name="condition">The condition, with the parameters <c>?1</c> ….</param>
    public RequestRows(SqliteConnection connection, string condition)
    {
        _rows = new(connection, $"SELECT {Columns} FROM requests WHERE {condition}");
        _stated = new(connection, "SELECT t.text, c.amount FROM stated_costs c JOIN texts t ON t.id = c.unit WHERE c.request_id = ?1");
    }

    public long Id => _rows.Long(0);

    public long Hour => Math.DivRem(_rows.Long(1), Hours.Milliseconds) is var (hour, rest) && rest < 0 ? hour - 1 : hour;

    public long Model => _rows.Long(2);

    public long Key => _rows.Long(3);

    public long Client => _rows.Long(4);

    /// <summary>Gets the end plus 1.</summary>
    public int Outcome => _rows.Int(5) + 1;

    public long? Session => _rows.NullableLong(6);

    public void Bind(int parameter, long value) => _rows.Bind(parameter, value);

    public bool Read() => _rows.Read();

    /// <summary>Adds the row to sums.</summary>
    public void AddTo(Sums sums)
    {
        var flags = (RequestFlags)_rows.Int(7);
        sums.Add(new Summand((CallEnd)_rows.Int(5), (UsageOperation)_rows.Int(20))
        {
            IsStream = (flags & RequestFlags.Stream) != 0,
            IsFallback = (flags & RequestFlags.Fallback) != 0,
            Attempts = _rows.Int(8),
            Input = _rows.Long(9),
            CacheRead = _rows.Long(10),
            CacheWrite = _rows.Long(11),
            CacheWriteHour = _rows.Long(12),
            Output = _rows.Long(13),
            Reasoning = _rows.Long(14),
            FirstContent = _rows.NullableLong(15),
            Duration = _rows.Long(16),
            Cost = new(_rows.NullableLong(18), _rows.NullableLong(19), (CostSource)_rows.Int(17)),
        });
        if ((flags & RequestFlags.HasStatedCosts) != 0)
        {
            _stated.Bind(1, Id);
            while (_stated.Read())
            {
                sums.AddStated(_stated.Text(0), decimal.Parse(_stated.Text(1), NumberStyles.Number, CultureInfo.InvariantCulture));
            }
        }
    }

    public void Dispose()
    {
        _rows.Dispose();
        _stated.Dispose();
    }
}
