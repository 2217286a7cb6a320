using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using RouterMaestro.Infrastructure.Configuration.Files;

namespace RouterMaestro.Infrastructure.Configuration;

/// <summary>Reports edits of the configuration files while the gateway runs, once the files have stopped changing.</summary>
internal sealed class ConfigurationWatcher(ConfigPaths paths, FileConfigurationFeed feed, TimeProvider clock) : BackgroundService
{
    /// <summary>The interval at which the files are checked, in addition to notifications of the operating system.</summary>
    public static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    /// <summary>The time for which the files must stay unchanged before they are read.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(250);

    // a file that never stops changing is read after this many checks
    private const int MaxLooks = 4;

    private readonly string[] _files = [paths.ProvidersFile, paths.PrioritiesFile, paths.AuthFile];

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var file in paths.Files)
        {
            JsonFiles.SweepDrafts(file);
        }

        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await WatchAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // a host that is disposed of without being stopped would take this for a failure
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

    private FileStamp[] Stamps() => [.. _files.Select(FileStamp.Of)];
}
