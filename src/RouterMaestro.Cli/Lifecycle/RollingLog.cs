using System.Text;
using System.Threading.Channels;
using Microsoft.Win32.SafeHandles;

namespace RouterMaestro.Cli.Lifecycle;

/// <summary>
/// Writes lines to a file and rotates it: <c>x.log</c> becomes <c>x.log.1</c>, and the oldest is deleted. The file that is written keeps its
/// name, for <c>tail -F</c> and for what the runtime itself writes to standard error; Serilog.Sinks.File 7.0.0 changes the name with each rotation.
/// </summary>
/// <param name="maxBytes">The size at which the file is rotated.</param>
/// <param name="maxFiles">The number of files, with the one that is written.</param>
/// <param name="onOpened">Called with the path when the file is opened, at first and after each rotation.</param>
internal sealed class RollingLog(long maxBytes, int maxFiles, Action<string> onOpened) : IDisposable
{
    // callers never wait for the disk: lines that would be waiting beyond these are left out and counted
    private const int MaxWaiting = 10_000;

    private static readonly TimeSpan _lastWords = TimeSpan.FromSeconds(5);

    private readonly Channel<string> _lines = Channel.CreateBounded<string>(
        new BoundedChannelOptions(MaxWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private Task _writing = Task.CompletedTask;
    private SafeFileHandle? _file;
    private int _lost;

    /// <summary>Takes a line, with its end. Lines wait until there is a file.</summary>
    /// <param name="line">The line.</param>
    public void Add(string line)
    {
        if (!_lines.Writer.TryWrite(line))
        {
            Interlocked.Increment(ref _lost);
        }
    }

    /// <summary>Opens the file and begins to write.</summary>
    /// <param name="path">The file. A missing folder is created; only its owner may read the file.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Open(string path)
    {
        _file = OpenFile(path);
        onOpened(path);
        _writing = Task.Run(() => WriteAsync(path));
    }

    public void Dispose()
    {
        _lines.Writer.TryComplete();
        _writing.Wait(_lastWords);
        _file?.Dispose();
    }

    private static SafeFileHandle OpenFile(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        }

        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using (new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
        }

        return File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
    }

    private async Task WriteAsync(string path)
    {
        var batch = new StringBuilder();
        while (await _lines.Reader.WaitToReadAsync())
        {
            while (batch.Length < 64 * 1024 && _lines.Reader.TryRead(out var line))
            {
                batch.Append(line);
            }

            if (Interlocked.Exchange(ref _lost, 0) is > 0 and var lost)
            {
                batch.Append("Lines left out, since the log could not be written in time: ").Append(lost).Append('\n');
            }

            Write(path, batch.ToString());
            batch.Clear();
        }
    }

    private void Write(string path, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        try
        {
            // at the end as it is, since the runtime may have written to it too
            var length = RandomAccess.GetLength(_file!);
            if (length > 0 && length + bytes.Length > maxBytes)
            {
                Rotate(path);
                length = 0;
            }

            RandomAccess.Write(_file!, bytes, length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // a full disk must not stop the gateway; what is lost is told when it can be
            Interlocked.Add(ref _lost, text.Count(character => character == '\n'));
        }
    }

    private void Rotate(string path)
    {
        for (var age = maxFiles - 2; age >= 0; age--)
        {
            if (File.Exists(LogFiles.Aged(path, age)))
            {
                File.Move(LogFiles.Aged(path, age), LogFiles.Aged(path, age + 1), overwrite: true);
            }
        }

        var former = _file;
        _file = OpenFile(path);
        former?.Dispose();
        onOpened(path);
    }
}
