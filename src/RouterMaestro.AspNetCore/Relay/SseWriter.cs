using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.AspNetCore.Relay;

/// <summary>
/// Writes streams to callers: frames into the response's pipe, one flush per batch, and a keepalive after a period of silence, also
/// before the first frame. A gate ensures that a keepalive never lands inside a batch.
/// </summary>
internal sealed class SseWriter : IAsyncDisposable
{
    private readonly HttpResponse _response;
    private readonly ReadOnlyMemory<byte> _keepalive;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private KeepaliveSettings _settings = KeepaliveSettings.Default;
    private ITimer? _timer;
    private long _lastWrite;
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

    /// <summary>Writes a batch of frames and sends it. An exception of the batch is thrown to the caller, with the stream still usable.</summary>
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
            write(state, _response.BodyWriter);
            Open();
            var flush = await _response.BodyWriter.FlushAsync(cancellationToken).ConfigureAwait(false);
            _lastWrite = _clock.GetTimestamp();
            return !flush.IsCompleted;
        }
        finally
        {
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
            if (!_isComplete && !PausesKeepalives)
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
