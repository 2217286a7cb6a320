using System.ComponentModel;
using System.Diagnostics;

namespace RouterMaestro.Cli.Gateways;

/// <summary>Says whether processes run. The system gives the id of an ended process to another one, which the start time tells apart.</summary>
internal static class ProcessLife
{
    // a process that began this much after its record was written is another one that was given the same id
    private static readonly TimeSpan _clockSlack = TimeSpan.FromSeconds(10);

    /// <summary>Returns whether the process that wrote a record runs.</summary>
    /// <param name="processId">The process.</param>
    /// <param name="recordedAt">When it wrote the record.</param>
    public static bool Runs(int processId, DateTimeOffset recordedAt)
    {
        try
        {
            return StartOf(processId) is { } start && start < recordedAt.UtcDateTime + _clockSlack;
        }
        catch (Win32Exception)
        {
            // the process runs under the account of another user
            return true;
        }
    }

    /// <summary>Returns when a process started, in UTC; null if it does not run.</summary>
    /// <param name="processId">The process.</param>
    /// <exception cref="Win32Exception">The system does not tell, since the process runs under another account.</exception>
    public static DateTime? StartOf(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return process.HasExited || HasEnded(processId) ? null : process.StartTime.ToUniversalTime();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Ends a process at once, unless another one has its id by now.</summary>
    /// <param name="processId">The process.</param>
    /// <param name="start">When it started, in UTC.</param>
    public static void Kill(int processId, DateTime start)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            if (process.StartTime.ToUniversalTime() == start)
            {
                process.Kill();
            }
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // it has ended meanwhile
        }
    }

    // An ended process stays in the list until its parent asks for its exit code. The first process of a container, which inherits those
    // without a parent, often never asks (docker run without --init).
    private static bool HasEnded(int processId)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            var status = File.ReadAllText($"/proc/{processId}/stat");
            return status.LastIndexOf(')') is var name and > 0 && status.AsSpan(name + 1).TrimStart() is ['Z' or 'X', ..];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception is FileNotFoundException or DirectoryNotFoundException;
        }
    }
}
