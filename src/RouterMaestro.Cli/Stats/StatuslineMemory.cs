using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using RouterMaestro.Infrastructure.Configuration.Files;

namespace RouterMaestro.Cli.Stats;

/// <summary>Keeps the last line of each session for a day, for a gateway that does not respond in time.</summary>
/// <param name="path">The file, which only its owner may read.</param>
/// <param name="clock">The clock.</param>
internal sealed class StatuslineMemory(string path, TimeProvider clock)
{
    private const int MaxSessions = 20;

    private static readonly TimeSpan _life = TimeSpan.FromDays(1);

    /// <summary>Finds the last line of a session.</summary>
    /// <param name="session">The client's id of the session; null for all sessions.</param>
    /// <returns>The line; null if there is none.</returns>
    public string? Find(string? session)
    {
        try
        {
            return Entries(JsonFiles.Read(path)).LastOrDefault(entry => entry.Session == NameOf(session))?.Line;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Keeps a line. Where the file cannot be written, nothing is kept.</summary>
    /// <param name="session">The client's id of the session; null for all sessions.</param>
    /// <param name="line">The line.</param>
    public void Keep(string? session, string line)
    {
        try
        {
            Write(Entries(JsonFiles.Read(path)), NameOf(session), line);
        }
        catch (InvalidDataException)
        {
            Write([], NameOf(session), line);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // the next line is read from the gateway again
        }
    }

    private static string NameOf(string? session) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(session ?? "")).AsSpan(0, 8));

    private IEnumerable<Entry> Entries(JsonObject? file) => ((file?["lines"] as JsonArray) ?? [])
        .OfType<JsonObject>()
        .Select(entry => (Session: Text(entry["session"]), Line: Text(entry["line"]), At: Text(entry["at"])))
        .Where(entry => entry is { Session: not null, Line: not null }
            && DateTimeOffset.TryParse(entry.At, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var at) && clock.GetUtcNow() - at < _life)
        .Select(entry => new Entry(entry.Session!, entry.Line!, entry.At!));

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private void Write(IEnumerable<Entry> entries, string session, string line)
    {
        var lines = entries.Where(entry => entry.Session != session).TakeLast(MaxSessions - 1)
            .Append(new(session, line, clock.GetUtcNow().ToString("o", CultureInfo.InvariantCulture)))
            .Select(entry => (JsonNode)new JsonObject { ["session"] = entry.Session, ["line"] = entry.Line, ["at"] = entry.At });
        JsonFiles.Write(path, new JsonObject { ["lines"] = new JsonArray([.. lines]) });
    }

    private sealed record Entry(string Session, string Line, string At);
}
