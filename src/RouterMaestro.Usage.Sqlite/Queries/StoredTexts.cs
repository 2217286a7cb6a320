using Microsoft.Data.Sqlite;
using RouterMaestro.Usage.Sqlite.Files;

namespace RouterMaestro.Usage.Sqlite.Queries;

/// <summary>Finds texts by their ids.</summary>
internal sealed class StoredTexts(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<long, string> _texts = [];
    private readonly Statement _find = new(connection, "SELECT text FROM texts WHERE id = ?1");

    /// <summary>Gets a text; empty if it was deleted.</summary>
    public string Of(long id)
    {
        if (_texts.TryGetValue(id, out var text))
        {
            return text;
        }

        _find.Bind(1, id);
        text = _find.Read() ? _find.Text(0) : "";
        _find.Reset();
        _texts.Add(id, text);
        return text;
    }

    /// <summary>Gets a text; null if it is empty.</summary>
    public string? OrNull(long id) => Of(id) is { Length: > 0 } text ? text : null;

    public void Dispose() => _find.Dispose();
}
