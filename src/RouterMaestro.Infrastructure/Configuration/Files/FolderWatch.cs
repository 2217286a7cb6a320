namespace RouterMaestro.Infrastructure.Configuration.Files;

/// <summary>
/// Reports changes in folders as the operating system notifies them. Some mounts send no notifications, and the number of watchers is
/// limited, so the caller must also poll.
/// </summary>
/// <param name="folders">The folders, which need not exist.</param>
/// <param name="changed">Called on every change.</param>
internal sealed class FolderWatch(IEnumerable<string> folders, Action changed) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly string[] _folders = [.. folders.Distinct()];
    private readonly Dictionary<string, FileSystemWatcher> _watchers = [];
    private bool _isOver;

    /// <summary>Starts to watch the folders that exist and are not watched yet.</summary>
    public void Listen()
    {
        lock (_gate)
        {
            foreach (var folder in _folders.Where(folder => !_isOver && !_watchers.ContainsKey(folder) && Directory.Exists(folder)))
            {
                if (Watch(folder) is { } watcher)
                {
                    _watchers.Add(folder, watcher);
                }
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            foreach (var watcher in _watchers.Values)
            {
                watcher.Dispose();
            }

            _watchers.Clear();
        }
    }

    private FileSystemWatcher? Watch(string folder)
    {
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(folder);
            watcher.Changed += (_, _) => changed();
            watcher.Created += (_, _) => changed();
            watcher.Deleted += (_, _) => changed();
            watcher.Renamed += (_, _) => changed();
            watcher.Error += (_, _) => Forget(folder);
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            watcher?.Dispose();
            return null;
        }
    }

    private void Forget(string folder)
    {
        lock (_gate)
        {
            if (_watchers.Remove(folder, out var watcher))
            {
                watcher.Dispose();
            }
        }

        changed();
    }
}
