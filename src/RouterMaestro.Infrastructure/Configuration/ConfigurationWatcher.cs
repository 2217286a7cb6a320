using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RouterMaestro.Infrastructure.Configuration.Files;

namespace RouterMaestro.Infrastructure.Configuration;

/// <summary>
/// Reports edits of the configuration files while the gateway runs, once the files have stopped changing. It is no <c>BackgroundService</c>: one
/// of .NET 10.0 whose host is disposed of before its task began, as after a start that failed, is reported as a critical fault.
/// </summary>
internal sealed partial class ConfigurationWatcher(
    ConfigPaths paths, FileConfigurationFeed feed, TimeProvider clock, ILogger<ConfigurationWatcher> logger) : IHostedService, IDisposable
{
    /// <summary>The interval at which the files are checked, in addition to notifications of the operating system.</summary>
    public static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    /// <summary>The time for which the files must stay unchanged before they are read.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(250);

    // a file that never stops changing is read after this many checks
    private const int MaxLooks = 4;

    private readonly string[] _files = [paths.ProvidersFile, paths.PrioritiesFile, paths.AuthFile];

    private readonly CancellationTokenSource _stopping = new();
    private Task _watching = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var file in paths.Files)
        {
            JsonFiles.SweepDrafts(file);
        }

        _watching = Task.Run(() => RunAsync(_stopping.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (!_stopping.IsCancellationRequested)
        {
            await _stopping.CancelAsync().ConfigureAwait(false);
        }

        await _watching.ConfigureAwait(false);
    }

    public void Dispose()
    {
        if (!_stopping.IsCancellationRequested)
        {
            _stopping.Cancel();
        }

        _stopping.Dispose();
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "The gateway serves on with the configuration that it has.")]
    private async Task RunAsync(CancellationToken stoppingToken)
    {
        try
        {
            await WatchAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // the gateway has ended
        }
        catch (Exception exception)
        {
            LogBroken(exception);
        }
    }

    private async Task WatchAsync(CancellationToken stoppingToken)
    {
        var looks = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        var poll = clock.CreateTimer(_ => Look(), state: null, Poll, Poll);
        await using (poll.ConfigureAwait(false))
        using (var folders = new FolderWatch(_files.Select(file => Path.GetDirectoryName(file)!), Look))
        {
            // the first check finds any change made since the gateway read the files
            FileStamp[] seen = [];
            folders.Listen();
            Look();
            await foreach (var _ in looks.Reader.ReadAllAsync(stoppingToken).ConfigureAwait(false))
            {
                folders.Listen();
                seen = await TakeInAsync(seen, stoppingToken).ConfigureAwait(false);
            }
        }

        void Look() => looks.Writer.TryWrite(true);
    }

    private async Task<FileStamp[]> TakeInAsync(FileStamp[] seen, CancellationToken cancellationToken)
    {
        var stamps = Stamps();
        if (stamps.SequenceEqual(seen))
        {
            return seen;
        }

        for (var look = 0; look < MaxLooks; look++)
        {
            await Task.Delay(Settling, clock, cancellationToken).ConfigureAwait(false);
            var before = stamps;
            stamps = Stamps();
            if (stamps.SequenceEqual(before))
            {
                break;
            }
        }

        feed.Report();
        return stamps;
    }

    [LoggerMessage(2010, LogLevel.Error, "Edits of the configuration files are no longer noticed until a restart")]
    private partial void LogBroken(Exception exception);

    private FileStamp[] Stamps() => [.. _files.Select(FileStamp.Of)];
}
