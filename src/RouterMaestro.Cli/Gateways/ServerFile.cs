using System.ComponentModel;
using System.Diagnostics;
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
    // a process that began this much after its record was written is another one that was given the same id
    private static readonly TimeSpan _clockSlack = TimeSpan.FromSeconds(10);

    private (string Path, ServerRecord Record)? _own;

    private string Folder => Path.GetDirectoryName(path)!;

    /// <summary>Records the address of the gateway of this process. Records of processes that have ended are replaced or deleted.</summary>
    /// <param name="address">The address at which commands on this machine reach it.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Write(Uri address, DateTimeOffset now)
    {
        var record = new ServerRecord(Environment.ProcessId, now, address.GetLeftPart(UriPartial.Authority));
        var content = JsonSerializer.SerializeToNode(record, ServerJson.Default.ServerRecord)!;
        var file = TryTake(content) ? path : FileOf(address.Port);
        if (file != path)
        {
            JsonFiles.Write(file, content);
        }

        _own = (file, record);
        JsonFiles.SweepDrafts(file);
        foreach (var left in OtherFiles().Where(other => other != file && FindRunning(other) is null))
        {
            File.Delete(left);
        }
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

    private static bool IsAlive(ServerRecord record)
    {
        try
        {
            using var process = Process.GetProcessById(record.ProcessId);
            return !process.HasExited && process.StartTime.ToUniversalTime() < record.StartedAt.UtcDateTime + _clockSlack;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return false;
        }
        catch (Win32Exception)
        {
            // the process runs under the account of another user
            return true;
        }
    }

    private static ServerRecord? Read(string file)
    {
        try
        {
            return JsonFiles.Read(file)?.Deserialize(ServerJson.Default.ServerRecord);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or JsonException)
        {
            return null;
        }
    }
}
