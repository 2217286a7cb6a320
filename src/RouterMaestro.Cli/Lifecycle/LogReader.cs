using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Lifecycle;

/// <summary>Shows the log of a gateway in the background, and follows it through its rotations.</summary>
internal sealed class LogReader(ServerFile server, LogFiles logs, CliEnvironment environment, TimeProvider clock)
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Finds the log of the gateway that commands call, or of the one at a port; of one that has ended, too.</summary>
    /// <param name="port">The port; null for the gateway that commands call.</param>
    /// <exception cref="CommandFailedException">There is none.</exception>
    public string Find(int? port)
    {
        var entries = server.List().Where(entry => port is null || entry.Port == port).ToArray();
        var entry = entries.FirstOrDefault(entry => entry.IsRunning) ?? entries.FirstOrDefault();
        if (entry is { IsRunning: true, Record: { Log: null } record })
        {
            throw new CommandFailedException($"The gateway at {record.Address} (process {record.ProcessId}) writes its log to the standard error of its terminal or service, not to a file.");
        }

        var log = entry?.Record.Log ?? (port is { } number ? logs.OfPort(number) : logs.OfFirst());
        return File.Exists(log) ? log : throw new CommandFailedException($"There is no log {log}: a gateway writes one that is started with '{ProductInfo.Name} server start --detach'.");
    }

    /// <summary>Prints the last lines, and new ones until it is cancelled.</summary>
    /// <param name="log">The log.</param>
    /// <param name="lines">The number of lines.</param>
    /// <param name="follows">Whether new lines are waited for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CommandFailedException">The log cannot be read.</exception>
    public async Task ShowAsync(string log, int lines, bool follows, CancellationToken cancellationToken)
    {
        try
        {
            var file = Open(log);
            try
            {
                using var output = environment.OpenOutput();
                var tail = new LogTail(file, log);
                await tail.WriteLastAsync(output, lines, cancellationToken);
                await output.FlushAsync(cancellationToken);
                while (follows)
                {
                    await Task.Delay(_pause, clock, cancellationToken);
                    file = await ReadOnAsync(file, log, output, cancellationToken);
                }
            }
            finally
            {
                await file.DisposeAsync();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"The log cannot be shown: {exception.Message}", exception);
        }
    }

    /// <summary>Prints what is new. A file that is shorter than what was read is another one: the log was rotated, and the rest is in the old file.</summary>
    private static async Task<FileStream> ReadOnAsync(FileStream file, string log, Stream output, CancellationToken cancellationToken)
    {
        var isRotated = File.Exists(log) && new FileInfo(log).Length < file.Position;
        await file.CopyToAsync(output, cancellationToken);
        if (isRotated)
        {
            await file.DisposeAsync();
            file = Open(log);
            await file.CopyToAsync(output, cancellationToken);
        }

        await output.FlushAsync(cancellationToken);
        return file;
    }

    private static FileStream Open(string log) => new(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
}
