using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RouterMaestro.Application.Usage;
using RouterMaestro.Usage.Sqlite.Files;
using RouterMaestro.Usage.Sqlite.Schema;
using RouterMaestro.Usage.Sqlite.Storage;

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
    RecordingSettings settings,
    TimeProvider clock,
    ILogger<UsageWriter> logger) : IHostedLifecycleService, IDisposable
{
    // waits are for the disk and for other processes, which no clock of a test moves; the host's clock tells what is old enough to be deleted
    private static readonly TimeSpan _retryPeriod = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan _tailPeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _prunePeriod = TimeSpan.FromHours(1);

    /// <summary>The name of the file with the key by which sessions are hashed, beside the store.</summary>
    private const string SessionKeyFile = "usage.key";

    private const int MaxBatch = 2000;
    private const int PruneBatch = 5000;

    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _collected = new(0);
    private readonly List<UsageRecord> _batch = [];
    private StoreWriter? _writer;
    private Task? _collecting;
    private Task? _writing;
    private DateTimeOffset _tailAt;
    private DateTimeOffset _pruneAt;
    private long _stopAt;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _collecting = Task.Run(CollectAsync, CancellationToken.None);
        _writing = Task.Run(WriteAsync, CancellationToken.None);
        return Task.CompletedTask;
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
        _writer?.Dispose();
        _stopping.Dispose();
        _collected.Dispose();
    }

    private async Task CollectAsync()
    {
        LoadSessionKey();
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
            var isDone = TryWriteAll();
            if (stopping.IsCancellationRequested && _collecting!.IsCompleted && (isDone ? queue.Count == 0 : TimeProvider.System.GetElapsedTime(_stopAt) >= settings.Options.StopPeriod))
            {
                return;
            }

            if (state.IsRefused)
            {
                return;
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

    /// <summary>Writes all that waits.</summary>
    /// <returns>True if nothing waits any more; false if the file cannot be written now.</returns>
    private bool TryWriteAll()
    {
        try
        {
            if (_writer is not null && !file.Exists)
            {
                // SQLite would go on writing into the deleted file
                Close();
            }

            _writer ??= StoreWriter.Open(file);
            while (WriteBatch())
            {
            }

            WriteCircuits();
            Tend();
            Recovered();
            return true;
        }
        catch (SqliteException exception) when (StoreFile.IsCorrupt(exception))
        {
            return Report(SetAside(), exception.Message);
        }
        catch (SqliteException exception)
        {
            Close();
            return Report($"{file.Name} cannot be written: {exception.Message}", exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // the message holds the path, which is for the log only
            Close();
            return Report($"{file.Name} cannot be made in its folder.", exception.Message);
        }
        catch (UsageStoreException exception)
        {
            Refuse(exception.Message);
            return true;
        }
    }

    private bool WriteBatch()
    {
        var summed = queue.Peek(_batch, MaxBatch);
        if (_batch.Count == 0 && summed.IsEmpty)
        {
            return false;
        }

        try
        {
            _writer!.Write(_batch, summed);
        }
        catch
        {
            queue.PutBack(summed);
            throw;
        }

        queue.Remove(_batch.Count);
        return true;
    }

    private void WriteCircuits()
    {
        if (queue.PeekCircuits() is { Length: > 0 } changes)
        {
            _writer!.Write(changes);
            queue.RemoveCircuits(changes.Length);
        }
    }

    // while requests are few, they are added to the roll-ups once a minute
    private void Tend()
    {
        var now = clock.GetUtcNow();
        if (now >= _tailAt && _writer!.HasTail)
        {
            _writer.AddTail();
            _tailAt = now + _tailPeriod;
        }

        if (now < _pruneAt)
        {
            return;
        }

        var before = now.AddDays(-settings.DetailDays);
        var count = _writer!.Prune(before, PruneBatch);
        if (count == PruneBatch)
        {
            // records that came in the meantime are written first
            Wake();
            return;
        }

        if (count > 0)
        {
            _writer.PruneTexts(before);
        }

        _pruneAt = now + _prunePeriod;
    }

    private string SetAside()
    {
        Close();
        try
        {
            var name = file.SetAside(clock.GetUtcNow());
            LogBroken(logger, file.Name, name);
            return $"{file.Name} was corrupt: it is now {name}.";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"{file.Name} is corrupt, and cannot be renamed.";
        }
    }

    private void Close()
    {
        _writer?.Dispose();
        _writer = null;
    }

    private bool Report(string problem, string details)
    {
        if (state.Problem is null)
        {
            LogProblem(logger, problem, details);
        }

        state.Problem = problem;
        return false;
    }

    private void Recovered()
    {
        if (state.Problem is not null)
        {
            LogRecovered(logger, file.Name);
            state.Problem = null;
        }
    }

    private void Refuse(string reason)
    {
        state.Problem = reason;
        state.IsRefused = true;
        recorder.TurnOff();
        queue.Close();
        LogRefused(logger, reason);
    }

    private void LoadSessionKey()
    {
        try
        {
            recorder.Sessions = SessionKey.Load(Path.Combine(Path.GetDirectoryName(file.Path)!, SessionKeyFile));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNoSessions(logger, exception.Message);
        }
    }
}
