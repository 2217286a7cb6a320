using System.Runtime.CompilerServices;
using RouterMaestro.Application.Calls;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Providers.Resilience;

namespace RouterMaestro.Infrastructure.Providers.Streams;

/// <summary>Reads a provider's response into one buffer within the time limits. A failure of the provider becomes a value, not an exception.</summary>
internal sealed class UpstreamReader(HttpResponseMessage response, Stream stream, UpstreamDeadline deadline, MemoryBudget memory) : IAsyncDisposable
{
    /// <summary>The maximum size of an incomplete frame, in bytes.</summary>
    public const int MaxUnread = 32 * 1024 * 1024;

    private const int MinBuffer = 16 * 1024;

    /// <summary>
    /// The time to wait for usage and terminal after the finish reason. Afterwards the response ends, even if the connection stays
    /// open.
    /// </summary>
    private static readonly TimeSpan _trailingLimit = TimeSpan.FromSeconds(3);

    private byte[] _buffer = memory.Rent(MinBuffer);
    private int _start;
    private int _end;
    private bool _hasNewContent;
    private long? _contentAt;

    public ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    public UpstreamDeadline Deadline => deadline;

    /// <summary>Gets the number of bytes received.</summary>
    public long Received { get; private set; }

    /// <summary>Gets a value indicating whether the response has ended.</summary>
    public bool IsEnd { get; private set; }

    /// <summary>Gets the failure that ended the response; null if there was none.</summary>
    public UpstreamFailure? Failure { get; private set; }

    public void Consume(int count)
    {
        _start += count;
        if (_start == _end)
        {
            _start = _end = 0;
        }

        // the room for a giant frame is not kept for the small ones after it
        if (_buffer.Length > MemoryBudget.PooledBytes && _end - _start <= MinBuffer / 2)
        {
            MoveTo(memory.Rent(MinBuffer));
        }
    }

    /// <summary>Notes that what was consumed had content. Pings and comments have none.</summary>
    public void NoteContent() => _hasNewContent = true;

    /// <summary>Reads from a stream that has content, within the limits on pauses: of all bytes, and of content.</summary>
    /// <param name="limits">The time limits of the call.</param>
    /// <param name="isFinishing">True if only the usage and the terminal are missing, which have a short limit of their own.</param>
    public ValueTask FillOnAsync(TimeLimits limits, bool isFinishing)
    {
        var now = deadline.Clock.GetTimestamp();
        if (_hasNewContent || _contentAt is null)
        {
            (_hasNewContent, _contentAt) = (false, now);
        }

        var silence = limits.Silence is { } longest ? longest - deadline.Clock.GetElapsedTime(_contentAt.Value, now) : (TimeSpan?)null;
        var pause = isFinishing && !(limits.Idle < _trailingLimit) ? _trailingLimit : limits.Idle;
        deadline.ArmSince(now, silence < pause || pause is null ? silence : pause);
        return FillAsync(FailureKind.IdleTimeout);
    }

    /// <summary>Reads once.</summary>
    /// <param name="onTimeout">The kind of failure if the time runs out.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask FillAsync(FailureKind onTimeout)
    {
        try
        {
            if (!MakeRoom())
            {
                Fail(FailureKind.Malformed, "The provider sent a frame that is too large.");
                return;
            }

            var count = await stream.ReadAsync(_buffer.AsMemory(_end), deadline.Token).ConfigureAwait(false);
            _end += count;
            Received += count;
            IsEnd = count == 0;
        }
        catch (OperationCanceledException) when (deadline.IsExpired)
        {
            var kind = deadline.Blame(onTimeout);
            Fail(kind, FailureClassifier.Describe(kind));
        }
        catch (UndecodableException exception)
        {
            Fail(FailureKind.Malformed, FailureClassifier.Describe(exception));
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            Fail(FailureKind.Cut, FailureClassifier.Describe(FailureKind.Cut));
        }
        catch (Exception exception) when (exception is RouterException or OutOfMemoryException)
        {
            (Failure, IsEnd) = (MemoryShortage.Failure, true);
        }
    }

    public ValueTask DisposeAsync()
    {
        response.Dispose();
        deadline.Dispose();
        if (Interlocked.Exchange(ref _buffer, []) is { Length: > 0 } buffer)
        {
            memory.Return(buffer);
        }

        return ValueTask.CompletedTask;
    }

    private void Fail(FailureKind kind, string message)
    {
        Failure = new UpstreamFailure(kind, message);
        IsEnd = true;
    }

    private bool MakeRoom()
    {
        if (_end < _buffer.Length)
        {
            return true;
        }

        var unread = _end - _start;
        if (unread >= MaxUnread)
        {
            return false;
        }

        // moving must free at least half of the buffer; otherwise it grows, a large one by half of its size
        var larger = _buffer.Length < MemoryBudget.PooledBytes ? _buffer.Length * 2 : _buffer.Length / 2 * 3;
        MoveTo(unread > _buffer.Length / 2 ? memory.Rent(larger, replaced: _buffer.Length) : _buffer);
        return true;
    }

    private void MoveTo(byte[] target)
    {
        var unread = _end - _start;
        Buffer.BlockCopy(_buffer, _start, target, 0, unread);
        if (target != _buffer)
        {
            memory.Return(_buffer);
            _buffer = target;
        }

        (_start, _end) = (0, unread);
    }
}
