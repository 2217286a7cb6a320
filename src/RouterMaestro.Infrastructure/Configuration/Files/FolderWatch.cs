namespace RouterMaestro.Infrastructure.Configuration.Files;

/// <summary>
/// Hears of changes in folders at once where the system tells of them. It does not on every mount, nor when its watchers are
/// used up: whoever needs to be sure looks for himself now and then.
/// </summary>
/// <param name="folders">The folders, which need not exist.</param>
/// <param name="changed">Is told that something happened.</param>
internal sealed class FolderWatch(IEnumerable<string> folders, Action changed) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly string[] _folders = [.. folders.Distinct()];
    private readonly Dictionary<string, FileSystemWatcher> _watchers = [];
    private bool _isOver;

    /// <summary>Begins to listen to the folders that are there and not listened to.</summary>
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
