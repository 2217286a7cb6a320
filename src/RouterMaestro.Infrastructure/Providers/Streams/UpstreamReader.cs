using System.Buffers;
using System.Runtime.CompilerServices;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Providers.Resilience;

namespace RouterMaestro.Infrastructure.Providers.Streams;

/// <summary>Reads a provider's answer into one buffer, within the time limits. A provider's failure becomes a value.</summary>
internal sealed class UpstreamReader(HttpResponseMessage response, Stream stream, UpstreamDeadline deadline) : IAsyncDisposable
{
    /// <summary>The most bytes that may wait for the end of their frame.</summary>
    public const int MaxUnread = 32 * 1024 * 1024;

    /// <summary>
    /// How long the frames after the finish reason are waited for. Providers send them in the same breath; one that leaves the
    /// connection open instead must not keep the caller from an answer that is whole.
    /// </summary>
    private static readonly TimeSpan _trailing = TimeSpan.FromSeconds(3);

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
    private int _start;
    private int _end;

    public ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    public UpstreamDeadline Deadline => deadline;

    /// <summary>Gets the number of bytes that have come.</summary>
    public long Received { get; private set; }

    /// <summary>Gets a value indicating whether nothing more will come.</summary>
    public bool IsEnd { get; private set; }

    /// <summary>Gets why nothing more will come; null when the answer simply ended.</summary>
    public UpstreamFailure? Failure { get; private set; }

    public void Consume(int count)
    {
        _start += count;
        if (_start == _end)
        {
            _start = _end = 0;
        }
    }

    /// <summary>Reads on in a stream that has content, within the limit on its pauses.</summary>
    /// <param name="limits">The time limits of the call.</param>
    /// <param name="isFinishing">Whether only the usage and the terminal are left, for which nobody waits long.</param>
    public ValueTask FillOnAsync(TimeLimits limits, bool isFinishing)
    {
        deadline.Arm(isFinishing && !(limits.Idle < _trailing) ? _trailing : limits.Idle);
        return FillAsync(FailureKind.IdleTimeout);
    }

    /// <summary>Reads once.</summary>
    /// <param name="onTimeout">What it means when the time runs out.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask FillAsync(FailureKind onTimeout)
    {
        if (!MakeRoom())
        {
            Fail(FailureKind.Malformed, "The provider sent a frame that is too large.");
            return;
        }

        try
        {
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
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            Fail(FailureKind.Cut, FailureClassifier.Describe(FailureKind.Cut));
        }
    }

    public ValueTask DisposeAsync()
    {
        response.Dispose();
        deadline.Dispose();
        if (Interlocked.Exchange(ref _buffer, []) is { Length: > 0 } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
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

        // half of the buffer at least is free after moving, else it is doubled
        var target = unread > _buffer.Length / 2 ? ArrayPool<byte>.Shared.Rent(_buffer.Length * 2) : _buffer;
        Buffer.BlockCopy(_buffer, _start, target, 0, unread);
        if (target != _buffer)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = target;
        }

        (_start, _end) = (0, unread);
        return true;
    }
}
