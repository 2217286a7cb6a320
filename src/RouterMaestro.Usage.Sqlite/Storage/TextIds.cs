using Microsoft.Data.Sqlite;
using RouterMaestro.Usage.Sqlite.Files;
using RouterMaestro.Usage.Sqlite.Schema;

namespace RouterMaestro.Usage.Sqlite.Storage;

/// <summary>The ids of texts, for the writer. After a transaction that failed, ids may be wrong: the writer then begins with a new one.</summary>
internal sealed class TextIds(SqliteConnection connection) : IDisposable
{
    private const int MaxKept = 20_000;

    private readonly Dictionary<(TextKind Kind, string Text), long> _ids = [];
    private readonly Statement _find = new(connection, "SELECT id FROM texts WHERE kind = ?1 AND text = ?2");
    private readonly Statement _add = new(connection, "INSERT INTO texts (kind, text) VALUES (?1, ?2) RETURNING id");
    private readonly Statement _version = new(connection, "PRAGMA data_version");
    private long _versionSeen;

    /// <summary>Forgets what another process may have deleted. Called at the beginning of a transaction.</summary>
    public void Refresh()
    {
        _version.Read();
        var version = _version.Long(0);
        _version.Reset();
        if (version != _versionSeen || _ids.Count > MaxKept)
        {
            Forget();
            _versionSeen = version;
        }
    }

    /// <summary>Forgets all ids.</summary>
    public void Forget() => _ids.Clear();

    /// <summary>Gets the id of a text, and adds the text if it is new.</summary>
    public long Of(TextKind kind, string? text)
    {
        text ??= "";
        if (_ids.TryGetValue((kind, text), out var id))
        {
            return id;
        }

        id = Find(_find, kind, text) ?? Find(_add, kind, text)!.Value;
        _ids.Add((kind, text), id);
        return id;
    }

    public void Dispose()
    {
        _find.Dispose();
        _add.Dispose();
        _version.Dispose();
    }

    private static long? Find(Statement command, TextKind kind, string text)
    {
        command.Bind(1, (long)kind);
        command.Bind(2, text);
        if (!command.Read())
        {
            return null;
        }

        var id = command.Long(0);
        while (command.Read())
        {
        }

        return id;
    }
}
