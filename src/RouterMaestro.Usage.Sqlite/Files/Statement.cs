using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace RouterMaestro.Usage.Sqlite.Files;

/// <summary>
/// A prepared command on a connection of Entity Framework's driver. It binds and reads columns without the objects that <c>DbCommand</c> makes for
/// each, which take longer than SQLite itself.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    /// <summary>Prepares a command.</summary>
    /// <param name="connection">The open connection.</param>
    /// <param name="sql">The command, with the parameters <c>?1</c>, <c>?2</c> ….</param>
    /// <exception cref="SqliteException">The command is not valid, or the file cannot be read.</exception>
    public Statement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
    }

    /// <summary>Gets the id of the row that was inserted last.</summary>
    public long LastId => raw.sqlite3_last_insert_rowid(_database);

    public void Bind(int parameter, long value) => Check(raw.sqlite3_bind_int64(_statement, parameter, value));

    public void Bind(int parameter, long? value) =>
        Check(value is { } number ? raw.sqlite3_bind_int64(_statement, parameter, number) : raw.sqlite3_bind_null(_statement, parameter));

    public void Bind(int parameter, string? value) =>
        Check(value is null ? raw.sqlite3_bind_null(_statement, parameter) : raw.sqlite3_bind_text(_statement, parameter, value));

    public void Bind(int parameter, byte[]? value) =>
        Check(value is null ? raw.sqlite3_bind_null(_statement, parameter) : raw.sqlite3_bind_blob(_statement, parameter, value));

    /// <summary>Goes on to the next row. After the last one the command can be bound and run again.</summary>
    /// <returns>True if there is a row; otherwise false.</returns>
    public bool Read()
    {
        var result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW)
        {
            return true;
        }

        // after a failed step, reset reports the same failure
        Check(raw.sqlite3_reset(_statement));
        Check(result == raw.SQLITE_DONE ? raw.SQLITE_OK : result);
        return false;
    }

    /// <summary>Runs the command, whose rows are of no interest.</summary>
    public void Run()
    {
        while (Read())
        {
        }
    }

    /// <summary>Ends the command before its last row, so that it can be run again.</summary>
    public void Reset() => raw.sqlite3_reset(_statement);

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long Long(int column) => raw.sqlite3_column_int64(_statement, column);

    public int Int(int column) => raw.sqlite3_column_int(_statement, column);

    public long? NullableLong(int column) => IsNull(column) ? null : Long(column);

    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string() ?? "";

    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(_statement, column);

    public void Dispose() => _statement.Dispose();

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            throw new SqliteException(raw.sqlite3_errmsg(_database).utf8_to_string() ?? "SQLite failed", result & 0xFF, result);
        }
    }
}
