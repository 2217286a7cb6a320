using System.Buffers;

namespace RouterMaestro.Application.Calls;

/// <summary>
/// A body: a small one in a pooled array, a large one in blocks until it is complete, so that it grows with what came and is copied once. The
/// memory returns when its owner and every send have released it, so that an abandoned send never reads the bytes of another request.
/// </summary>
internal sealed class BodyBuffer : IBufferWriter<byte>, IDisposable
{
    private readonly MemoryBudget _budget;
    private byte[]? _array;
    private BlockBuffer? _blocks;
    private int _length;
    private int _uses = 1;

    private BodyBuffer(byte[] array, MemoryBudget budget) => (_array, _budget) = (array, budget);

    /// <summary>Gets the number of bytes in use.</summary>
    public int Length => _blocks is { } blocks ? checked((int)blocks.Length) : _length;

    /// <summary>Gets the complete body. Afterwards nothing may be written.</summary>
    /// <exception cref="Domain.Failures.RouterException">There is no memory for the body in one piece; not after <see cref="Complete"/>.</exception>
    public ReadOnlyMemory<byte> Memory
    {
        get
        {
            Complete();
            return _array.AsMemory(0, _length);
        }
    }

    /// <summary>Gets the body in pieces, without copying it.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Pieces => _blocks?.Blocks ?? [_array.AsMemory(0, _length)];

    /// <summary>Creates an empty buffer.</summary>
    /// <param name="capacity">The expected size, in bytes. Of a large one only the beginning is reserved.</param>
    /// <param name="budget">Counts the memory; null for none.</param>
    public static BodyBuffer Rent(long capacity, MemoryBudget? budget = null) =>
        new(ArrayPool<byte>.Shared.Rent((int)Math.Clamp(capacity, 256, MemoryBudget.SmallBytes)), budget ?? MemoryBudget.Unlimited);

    /// <summary>Creates a buffer with a copy of the bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="budget">Counts the memory; null for none.</param>
    public static BodyBuffer CopyOf(ReadOnlySpan<byte> bytes, MemoryBudget? budget = null)
    {
        budget ??= MemoryBudget.Unlimited;
        var buffer = new BodyBuffer(budget.Rent(Math.Max(bytes.Length, 256)), budget) { _length = bytes.Length };
        bytes.CopyTo(buffer._array);
        return buffer;
    }

    /// <inheritdoc />
    public void Advance(int count)
    {
        if (_blocks is { } blocks)
        {
            blocks.Advance(count);
        }
        else
        {
            _length += count;
        }
    }

    /// <inheritdoc />
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_blocks is null && _array!.Length - _length < Math.Max(sizeHint, 1))
        {
            Grow(sizeHint);
        }

        return _blocks is { } blocks ? blocks.GetMemory(sizeHint) : _array.AsMemory(_length);
    }

    /// <inheritdoc />
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Joins the body, so that it can be read on several threads. Afterwards nothing may be written.</summary>
    /// <exception cref="Domain.Failures.RouterException">There is no memory for the body in one piece.</exception>
    public void Complete()
    {
        if (_blocks is { } blocks)
        {
            Join(blocks);
        }
    }

    /// <summary>Adds a reference to the memory for a send. If it succeeds, call <see cref="Dispose"/> after the send.</summary>
    /// <returns>False if the memory has been returned.</returns>
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

    /// <summary>Releases one reference to the memory.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _uses) == 0 && Interlocked.Exchange(ref _array, null) is { } array)
        {
            _budget.Return(array);
            _blocks?.Dispose();
        }
    }

    private void Grow(int sizeHint)
    {
        var size = Math.Max(_array!.Length * 2L, (long)_length + sizeHint);
        if (size > MemoryBudget.SmallBytes)
        {
            var blocks = new BlockBuffer(_budget);
            blocks.Write(_array.AsSpan(0, _length));
            _budget.Return(_array);
            (_array, _length, _blocks) = ([], 0, blocks);
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent((int)size);
        _array.AsSpan(0, _length).CopyTo(larger);
        _budget.Return(_array);
        _array = larger;
    }

    private void Join(BlockBuffer blocks)
    {
        var length = (int)blocks.Length;
        var whole = _budget.Rent(length, replaced: length);
        var at = 0;
        while (!blocks.IsEmpty)
        {
            var block = blocks.First;
            block.Span.CopyTo(whole.AsSpan(at));
            at += block.Length;
            blocks.RemoveFirst();
        }

        blocks.Dispose();
        _budget.Return(_array!);
        (_array, _length, _blocks) = (whole, length, null);
    }
}
