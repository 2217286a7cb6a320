namespace RouterMaestro.Infrastructure.Configuration.Files;

/// <summary>
/// The turn to change a file, which one thread of one process has at a time. Between the comparison of a file and its replacement another gateway of
/// the same home, or the command line, might replace it too.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(5);

    private readonly FileStream _held;

    private FileLock(FileStream held) => _held = held;

    /// <summary>Waits for the turn, at most ten seconds.</summary>
    /// <param name="path">The file to change, whose folder exists. The lock is a hidden file beside it, which stays.</param>
    /// <exception cref="IOException">Another process has had the turn all the time.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be changed.</exception>
    public static FileLock Take(string path)
    {
        var place = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.lock");
        using var pause = new ManualResetEventSlim();
        for (var end = Environment.TickCount64 + (long)_patience.TotalMilliseconds; ;)
        {
            try
            {
                return new(Open(place));
            }
            catch (IOException) when (Environment.TickCount64 < end && File.Exists(place))
            {
                // another process gives no signal; no test waits here, so that the system's clock does
                pause.Wait(_pause);
            }
        }
    }

    public void Dispose() => _held.Dispose();

    // the system releases it when the process ends, however it ends
    private static FileStream Open(string place)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(place, options);
    }
}
