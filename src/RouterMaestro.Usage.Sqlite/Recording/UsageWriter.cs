using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RouterMaestro.Usage.Sqlite.Schema;

namespace RouterMaestro.Usage.Sqlite.Recording;

/// <summary>
/// Collects records and writes them, each in its own task, so that a file that is locked holds up the writing only. The gateway serves whatever
/// becomes of the file.
/// </summary>
internal sealed partial class UsageWriter(
    UsageRecorder recorder,
    UsageQueue queue,
    StoreFile file,
    StoreState state,
    BatchWriter writer,
    RecordingSettings settings,
    ILogger<UsageWriter> logger) : IHostedLifecycleService, IDisposable
{
    /// <summary>The name of the file with the key by which sessions are hashed, beside the store.</summary>
    private const string SessionKeyFile = "usage.key";

    // waits are for the disk and for other processes, which no clock of a test moves
    private static readonly TimeSpan _retryPeriod = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan _tailPeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _openPeriod = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _collected = new(0);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _collecting;
    private Task? _writing;
    private long _stopAt;

    private bool IsStopOver => TimeProvider.System.GetElapsedTime(_stopAt) >= settings.Options.StopPeriod;

    /// <summary>
    /// Opens the file before the first call, so that its handles and libraries are there when handles are short; a file that is locked does not hold up
    /// the gateway for long.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        LoadSessionKey();
        _collecting = Task.Run(CollectAsync, CancellationToken.None);
        _writing = Task.Run(WriteAsync, CancellationToken.None);
        try
        {
            await _opened.Task.WaitAsync(_openPeriod, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // the writer goes on trying
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // the services that stop let calls end first
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Writes what waits, for the stop period at most: SQLite does not notice a cancellation while it waits for a lock.</summary>
    /// <param name="cancellationToken">Not used: the time of the host may be over when the last call has ended.</param>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        if (_collecting is null || _writing is null)
        {
            return;
        }

        _stopAt = TimeProvider.System.GetTimestamp();
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _collecting.ConfigureAwait(false);
        Wake();
        await _writing.ConfigureAwait(false);
        if (queue.Count is > 0 and var lost)
        {
            LogLost(logger, lost, file.Name, state.Problem ?? "");
        }
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _collected.Dispose();
    }

    private async Task CollectAsync()
    {
        try
        {
            while (await recorder.WaitAsync(_stopping.Token).ConfigureAwait(false))
            {
                // whoever waits for each outcome is woken by each, on the call's own path
                await Task.Delay(settings.Options.FlushInterval, TimeProvider.System, _stopping.Token).ConfigureAwait(false);
                recorder.Collect();
                Wake();
            }
        }
        catch (OperationCanceledException)
        {
            // the host stops
        }

        recorder.Collect();
    }

    private async Task WriteAsync()
    {
        var stopping = _stopping.Token;
        while (true)
        {
            var isDone = writer.TryWriteAll();
            _opened.TrySetResult();
            if (stopping.IsCancellationRequested && _collecting!.IsCompleted && (isDone ? queue.Count == 0 : IsStopOver))
            {
                return;
            }

            if (state.IsRefused)
            {
                recorder.TurnOff();
                return;
            }

            if (isDone && writer.HasMore)
            {
                continue;
            }

            if (isDone)
            {
                await _collected.WaitAsync(_tailPeriod, CancellationToken.None).ConfigureAwait(false);
            }
            else
            {
                await Task.Delay(_retryPeriod, TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private void Wake()
    {
        if (_collected.CurrentCount == 0)
        {
            _collected.Release();
        }
    }

    private void LoadSessionKey()
    {
        try
        {
            recorder.Sessions = SessionKey.Load(Path.Combine(Path.GetDirectoryName(file.Path)!, SessionKeyFile));

            // the first hash loads the library of cryptography
            recorder.Sessions.Of("");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNoSessions(logger, exception.Message);
        }
    }
}
