using System.Buffers;

namespace RouterMaestro.Application.Calls;

/// <summary>
/// A body in a pooled array. The array returns to the pool when its owner and every send have released it, so that an abandoned
/// send never reads the bytes of another request.
/// </summary>
internal sealed class BodyBuffer : IBufferWriter<byte>, IDisposable
{
    private byte[]? _array;
    private int _uses = 1;

    private BodyBuffer(byte[] array) => _array = array;

    /// <summary>Gets the number of bytes in use.</summary>
    public int Length { get; private set; }

    /// <summary>Gets the body.</summary>
    public ReadOnlyMemory<byte> Memory => _array.AsMemory(0, Length);

    /// <summary>Gets the free space after the bytes in use.</summary>
    public Memory<byte> Free => _array.AsMemory(Length);

    /// <summary>Creates an empty buffer.</summary>
    /// <param name="capacity">The minimum capacity, in bytes.</param>
    public static BodyBuffer Rent(int capacity) => new(ArrayPool<byte>.Shared.Rent(Math.Max(capacity, 256)));

    /// <summary>Creates a buffer with a copy of the bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    public static BodyBuffer CopyOf(ReadOnlySpan<byte> bytes)
    {
        var buffer = Rent(bytes.Length);
        bytes.CopyTo(buffer._array);
        buffer.Length = bytes.Length;
        return buffer;
    }

    /// <inheritdoc />
    public void Advance(int count) => Length += count;

    /// <inheritdoc />
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        while (Free.Length < Math.Max(sizeHint, 1))
        {
            Grow();
        }

        return Free;
    }

    /// <inheritdoc />
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_array!.Length * 2);
        Memory.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_array);
        _array = larger;
    }

    /// <summary>Adds a reference to the array for a send. If it succeeds, call <see cref="Dispose"/> after the send.</summary>
    /// <returns>False if the array has been returned to the pool.</returns>
    public bool TryHold()
    {
        for (var uses = Volatile.Read(ref _uses); uses > 0;)
        {
            var seen = Interlocked.CompareExchange(ref _uses, uses + 1, uses);
            if (seen == uses)
            {
                return true;
            }

            uses = seen;
        }

        return false;
    }

    /// <summary>Releases one reference to the array.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _uses) == 0 && Interlocked.Exchange(ref _array, null) is { } array)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }
}
