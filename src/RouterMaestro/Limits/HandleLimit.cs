using System.Globalization;

namespace RouterMaestro.Limits;

/// <summary>The number of files and sockets that the process may open.</summary>
internal static class HandleLimit
{
    // for the connections of the admin API, files that are read again, and what libraries open
    private const int Reserve = 64;
    private const int MinConnections = 4;
    private const string LimitName = "Max open files";

    /// <summary>
    /// Returns how many callers may be connected: half of the handles that are left, less a reserve, since each call may need a connection to
    /// its provider too. The runtime has raised the limit as far as it may.
    /// </summary>
    /// <param name="handles">The limit of the process.</param>
    /// <param name="used">The handles in use.</param>
    public static int ConnectionsFor(long handles, int used) =>
        (int)Math.Clamp((handles - used - Reserve) / 2, MinConnections, int.MaxValue);

    /// <summary>Reads the limit of the process; null if there is none, or the system is not Linux.</summary>
    public static long? Read()
    {
        try
        {
            var line = File.ReadLines("/proc/self/limits").FirstOrDefault(l => l.StartsWith(LimitName, StringComparison.Ordinal));
            var soft = line?[LimitName.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
            return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Counts the handles in use; 0 if the system does not tell.</summary>
    public static int CountUsed()
    {
        try
        {
            return Directory.EnumerateFileSystemEntries("/proc/self/fd").Count();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
