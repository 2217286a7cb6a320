using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using RouterMaestro.Application.Calls;
using RouterMaestro.AspNetCore.Pipeline;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.AspNetCore.Relay;

/// <summary>
/// Writes streams to callers: a batch of frames is collected whole and then sent, and a keepalive follows after a period of silence, also before
/// the first frame. A gate ensures that a keepalive never lands inside a batch.
/// </summary>
/// <remarks>
/// A large batch is sent in pieces, each flushed. Written at once, the server would take blocks for all of it from its pool, which keeps them:
/// after translated events of 20 MiB an idle process took five times what it had taken fresh (`bench/memory.sh`).
/// </remarks>
internal sealed class SseWriter : IAsyncDisposable
{
    private readonly HttpResponse _response;
    private readonly ReadOnlyMemory<byte> _keepalive;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly BlockBuffer _batch = new(MemoryBudget.Unlimited);
    private KeepaliveSettings _settings = KeepaliveSettings.Default;
    private ITimer? _timer;
    private long _lastWrite;
    private int _sentOfFirst;
    private bool _isComplete;

    /// <param name="response">The response to write to.</param>
    /// <param name="keepalive">The keepalive frame of the protocol.</param>
    /// <param name="clock">The clock.</param>
    public SseWriter(HttpResponse response, ReadOnlyMemory<byte> keepalive, TimeProvider clock)
    {
        (_response, _keepalive, _clock) = (response, keepalive, clock);
        _lastWrite = clock.GetTimestamp();
    }

    /// <summary>Gets a value indicating whether the status and header fields are fixed.</summary>
    public bool IsOpened { get; private set; }

    /// <summary>Gets a value indicating whether the sending of a batch failed, so that a part of a frame may have been sent.</summary>
    public bool IsTorn { get; private set; }

    /// <summary>Gets or sets a value indicating whether the next batch follows at once, perhaps within a frame, so that no keepalive may come between.</summary>
    public bool PausesKeepalives { get; set; }

    /// <summary>
    /// Starts keepalives. Before, nothing may open the stream: opening fixes the status, and the call may still be refused with another
    /// one. The silence is counted from the creation of the writer.
    /// </summary>
    /// <param name="settings">The intervals.</param>
    public void StartKeepalives(KeepaliveSettings settings)
    {
        _settings = settings;
        _timer = _clock.CreateTimer(static state => _ = ((SseWriter)state!).OnTimerAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var rest = settings.First - _clock.GetElapsedTime(_lastWrite);
        _timer.Change(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Writes a batch of frames and sends it. After an exception of the batch, which is thrown to the caller, nothing of it is sent.</summary>
    /// <param name="state">The state of the batch.</param>
    /// <param name="write">Writes the frames.</param>
    /// <param name="cancellationToken">Cancels the sending.</param>
    /// <returns>True if the caller is still connected.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> WriteAsync<TState>(TState state, Action<TState, IBufferWriter<byte>> write, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            write(state, _batch);
            Open();
            IsTorn = true;
            bool isConnected;
            do
            {
                TakePiece(_response.BodyWriter);
                isConnected = !(await _response.BodyWriter.FlushAsync(cancellationToken).ConfigureAwait(false)).IsCompleted;
            }
            while (isConnected && !_batch.IsEmpty);
            IsTorn = false;
            _lastWrite = _clock.GetTimestamp();
            return isConnected;
        }
        finally
        {
            _batch.Dispose();
            _sentOfFirst = 0;
            _gate.Release();
        }
    }

    /// <summary>Stops keepalives, so that <see cref="IsOpened"/> no longer changes.</summary>
    public async ValueTask CompleteAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        _isComplete = true;
        _gate.Release();
    }

    public async ValueTask DisposeAsync()
    {
        await CompleteAsync().ConfigureAwait(false);
        if (_timer is { } timer)
        {
            await timer.DisposeAsync().ConfigureAwait(false);
        }

        _gate.Dispose();
    }

    /// <summary>Moves bytes of the batch into the response's pipe, as many as are flushed at once.</summary>
    private void TakePiece(PipeWriter output)
    {
        for (var rest = PieceWriter.MaxBytes; rest > 0 && !_batch.IsEmpty;)
        {
            var first = _batch.First;
            var count = Math.Min(rest, first.Length - _sentOfFirst);
            output.Write(first.Span.Slice(_sentOfFirst, count));
            rest -= count;
            _sentOfFirst += count;
            if (_sentOfFirst == first.Length)
            {
                _batch.RemoveFirst();
                _sentOfFirst = 0;
            }
        }
    }

    private void Open()
    {
        if (IsOpened)
        {
            return;
        }

        IsOpened = true;
        _response.StatusCode = StatusCodes.Status200OK;
        _response.ContentType = "text/event-stream";
        _response.Headers.CacheControl = "no-cache";
        _response.Headers["X-Accel-Buffering"] = "no";
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A keepalive that cannot be sent is noticed by the stream itself.")]
    private async Task OnTimerAsync()
    {
        try
        {
            var wait = IsOpened ? _settings.Every : _settings.First;
            var silence = _clock.GetElapsedTime(_lastWrite);
            if (silence >= wait)
            {
                await SendKeepaliveAsync().ConfigureAwait(false);
                (wait, silence) = (_settings.Every, TimeSpan.Zero);
            }

            _timer?.Change(wait - silence, Timeout.InfiniteTimeSpan);
        }
        catch (Exception)
        {
            // the stream has ended or the caller has disconnected
        }
    }

    private async Task SendKeepaliveAsync()
    {
        // the holder of the gate is writing a batch, so no keepalive is needed
        if (!await _gate.WaitAsync(TimeSpan.Zero).ConfigureAwait(false))
        {
            return;
        }

        try
        {
            if (!_isComplete && !PausesKeepalives && !IsTorn)
            {
                Open();
                await _response.BodyWriter.WriteAsync(_keepalive).ConfigureAwait(false);
                _lastWrite = _clock.GetTimestamp();
            }
        }
        finally
        {
            _gate.Release();
        }
    }
}
