using Microsoft.Data.Sqlite;
using RouterMaestro.Usage.Sqlite.Files;
using SQLitePCL;

namespace RouterMaestro.Usage.Sqlite.Schema;

/// <summary>The file of the store: opens it, makes it, and sets a corrupt one aside.</summary>
/// <param name="path">The path.</param>
internal sealed class StoreFile(string path)
{
    /// <summary>The wait of SQLite itself for a lock. The writer then tries again, so that a stop is not held up for long.</summary>
    private const int BusyMilliseconds = 1000;

    public string Path => path;

    public string Name { get; } = System.IO.Path.GetFileName(path);

    /// <summary>Gets whether the file is there. SQLite goes on writing into a file that was deleted.</summary>
    public bool Exists => File.Exists(path);

    /// <summary>
    /// Gets the time of the file's creation, by which another file that was put in its place is told from it; null if there is none. SQLite goes on
    /// writing into the one that it has opened, which nobody will read again.
    /// </summary>
    public DateTime? CreatedAt => Exists ? File.GetCreationTimeUtc(path) : null;

    /// <summary>Returns whether an error says that the content of the file is broken.</summary>
    public static bool IsCorrupt(SqliteException exception) => exception.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

    /// <summary>Runs a command.</summary>
    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = new Statement(connection, sql);
        command.Run();
    }

    /// <summary>Opens the file for the writer, makes it if it is not there, and migrates it.</summary>
    /// <exception cref="UsageStoreException">The file is of a newer version.</exception>
    /// <exception cref="SqliteException">The file is corrupt, locked, full or cannot be opened.</exception>
    /// <exception cref="IOException">The file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be made.</exception>
    public SqliteConnection OpenForWriting()
    {
        Create();
        var connection = Open(SqliteOpenMode.ReadWrite);
        try
        {
            // a record that is committed outlives the process; one of the last moments may not outlive the machine, which is worth no fsync each time
            Execute(connection, "PRAGMA journal_mode = WAL");
            Execute(connection, "PRAGMA synchronous = NORMAL");
            SchemaMigrations.Apply(connection, Name);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens the file for a query.</summary>
    /// <returns>The connection; null if there is no file yet.</returns>
    /// <exception cref="UsageStoreException">The file is of a newer version.</exception>
    public SqliteConnection? OpenForReading()
    {
        if (!Exists)
        {
            return null;
        }

        var connection = Open(SqliteOpenMode.ReadWrite);
        try
        {
            Execute(connection, "PRAGMA query_only = ON");
            if (SchemaMigrations.IsCurrent(connection, Name))
            {
                return connection;
            }
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        connection.Dispose();
        return null;
    }

    /// <summary>Renames a corrupt file, so that a new one can be begun.</summary>
    /// <param name="now">The time, which becomes part of the name.</param>
    /// <returns>The new name.</returns>
    public string SetAside(DateTimeOffset now)
    {
        var target = $"{path}.broken-{now.UtcDateTime:yyyyMMdd-HHmmss}";
        for (var i = 2; File.Exists(target); i++)
        {
            target = $"{path}.broken-{now.UtcDateTime:yyyyMMdd-HHmmss}-{i}";
        }

        File.Move(path, target);
        foreach (var suffix in new[] { "-wal", "-shm" })
        {
            if (File.Exists(path + suffix))
            {
                File.Move(path + suffix, target + suffix, overwrite: true);
            }
        }

        return System.IO.Path.GetFileName(target);
    }

    // no pool: a pooled connection keeps a file that was deleted or set aside
    private SqliteConnection Open(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        try
        {
            connection.Open();
            _ = raw.sqlite3_busy_timeout(connection.Handle, BusyMilliseconds);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Create()
    {
        if (Exists)
        {
            return;
        }

        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);

        // what is left of a file that was deleted belongs to no other
        File.Delete(path + "-wal");
        File.Delete(path + "-shm");
        PrivateFile.Create(path).Dispose();
    }
}
