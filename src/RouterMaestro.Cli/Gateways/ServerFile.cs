using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using RouterMaestro.Cli.Shell;
using RouterMaestro.Infrastructure.Configuration.Files;

namespace RouterMaestro.Cli.Gateways;

/// <summary>Keeps <c>server.json</c>, by which the other commands find the gateway that runs on this machine.</summary>
/// <param name="path">The file, which need not exist.</param>
internal sealed class ServerFile(string path)
{
    // a process that began this much after its record was written is another one that was given the same id
    private static readonly TimeSpan _clockSlack = TimeSpan.FromSeconds(10);

    /// <summary>Says where this process serves.</summary>
    /// <exception cref="CommandFailedException">The file cannot be written.</exception>
    public void Write(Uri address, DateTimeOffset now)
    {
        var record = new ServerRecord(Environment.ProcessId, now, address.GetLeftPart(UriPartial.Authority));
        try
        {
            JsonFiles.Write(path, JsonSerializer.SerializeToNode(record, ServerJson.Default.ServerRecord)!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{path} cannot be written: {exception.Message}", exception);
        }
    }

    /// <summary>Removes what this process wrote; another gateway's record stays.</summary>
    public void Remove()
    {
        if (Read()?.ProcessId == Environment.ProcessId)
        {
            File.Delete(path);
        }
    }

    /// <summary>Finds the gateway that runs; null when there is none, also when a dead one left its record.</summary>
    public ServerRecord? FindRunning() => Read() is { } record && IsAlive(record) ? record : null;

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

    private ServerRecord? Read()
    {
        try
        {
            return JsonFiles.Read(path)?.Deserialize(ServerJson.Default.ServerRecord);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or JsonException)
        {
            return null;
        }
    }
}
