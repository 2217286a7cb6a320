using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.Infrastructure.Configuration.Files;

namespace RouterMaestro.Cli.Gateways;

/// <summary>
/// Keeps <c>server.json</c>, by which the other commands find the gateway that runs on this machine. While one runs, further ones write
/// <c>server-PORT.json</c> beside it.
/// </summary>
/// <param name="path">The file, which need not exist.</param>
internal sealed class ServerFile(string path)
{
    private (string Path, ServerRecord Record)? _own;

    private string Folder => Path.GetDirectoryName(path)!;

    /// <summary>Records the gateway of this process. Records of processes that have ended are replaced or deleted.</summary>
    /// <param name="record">The record.</param>
    /// <param name="logOf">Names the log that goes with a record's file; null for none.</param>
    /// <returns>The record as it is written.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public ServerRecord Write(ServerRecord record, Func<string, string>? logOf = null)
    {
        var first = With(path);
        var isFirst = TryTake(ToJson(first));
        var file = isFirst ? path : FileOf(new Uri(record.Address).Port);
        var own = isFirst ? first : With(file);
        if (!isFirst)
        {
            JsonFiles.Write(file, ToJson(own));
        }

        _own = (file, own);
        JsonFiles.SweepDrafts(file);
        foreach (var left in OtherFiles().Where(other => other != file && FindRunning(other) is null))
        {
            File.Delete(left);
        }

        return own;

        ServerRecord With(string file) => record with { Log = logOf?.Invoke(file) };
    }

    /// <summary>Removes the record of this process; those of other gateways stay.</summary>
    public void Remove()
    {
        // another container that shares the folder may have the same process id
        if (_own is { } own && Read(own.Path) == own.Record)
        {
            File.Delete(own.Path);
        }

        _own = null;
    }

    /// <summary>Finds a gateway that runs: that of <c>server.json</c>, else the one that was started first; null if there is none.</summary>
    public ServerRecord? FindRunning() =>
        FindRunning(path) ?? OtherFiles().Select(FindRunning).OfType<ServerRecord>().MinBy(record => record.StartedAt);

    /// <summary>Lists the records, that of <c>server.json</c> first, then in the order of the starts. Files without a record are left out.</summary>
    public IReadOnlyList<ServerEntry> List() =>
    [
        .. new[] { path }.Concat(OtherFiles())
            .Select(file => (File: file, Record: Read(file)))
            .Where(entry => entry.Record is not null)
            .Select(entry => new ServerEntry(entry.File, entry.Record!, IsAlive(entry.Record!)))
            .OrderBy(entry => entry.File == path ? 0 : 1).ThenBy(entry => entry.Record.StartedAt),
    ];

    /// <summary>Removes the record of a gateway that has ended without doing it. A newer record in the same file stays.</summary>
    /// <param name="entry">The record.</param>
    public static void Forget(ServerEntry entry)
    {
        if (Read(entry.File) == entry.Record)
        {
            File.Delete(entry.File);
        }
    }

    /// <summary>Says, as a sentence, which file of records cannot be read, so that nobody knows whether a gateway runs; null if there is none.</summary>
    public string? FindUnreadable() =>
        Directory.Exists(path) ? $"{path} is a folder, so that no gateway can be found by it: remove it."
        : new[] { path }.Concat(OtherFiles()).FirstOrDefault(IsUnreadable) is { } file ? $"{file} is another user's: only who started the gateway can see and stop it."
        : null;

    private static bool IsUnreadable(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static JsonNode ToJson(ServerRecord record) => JsonSerializer.SerializeToNode(record, ServerJson.Default.ServerRecord)!;

    // two gateways that start at the same time must not both take the file
    private bool TryTake(JsonNode content)
    {
        if (JsonFiles.TryCreate(path, content))
        {
            return true;
        }

        if (FindRunning(path) is not null)
        {
            return false;
        }

        File.Delete(path);
        return JsonFiles.TryCreate(path, content);
    }

    private static ServerRecord? FindRunning(string file) => Read(file) is { } record && IsAlive(record) ? record : null;

    private string FileOf(int port) => Path.Combine(Folder, $"{Path.GetFileNameWithoutExtension(path)}-{port}{Path.GetExtension(path)}");

    private string[] OtherFiles()
    {
        try
        {
            return Directory.GetFiles(Folder, $"{Path.GetFileNameWithoutExtension(path)}-*{Path.GetExtension(path)}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool IsAlive(ServerRecord record) => ProcessLife.Runs(record.ProcessId, record.StartedAt);

    private static ServerRecord? Read(string file)
    {
        try
        {
            // one without an address that can be called, as after an edit by hand, leads nowhere
            return JsonFiles.Read(file)?.Deserialize(ServerJson.Default.ServerRecord) is { Address: { } address } record && GatewayEndpoint.ErrorOf(address) is null ? record : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or JsonException)
        {
            return null;
        }
    }
}
