using System.Buffers;

namespace RouterMaestro.Application.Calls;

/// <summary>
/// Bytes in a chain of blocks, written at the end and removed block by block from the beginning. It never copies what it holds, and costs at
/// most one block more than that. It is not thread-safe.
/// </summary>
/// <param name="budget">Counts the blocks.</param>
internal sealed class BlockBuffer(MemoryBudget budget) : IBufferWriter<byte>, IDisposable
{
    private const int FirstBytes = 4 * 1024;
    private const int MaxBytes = 256 * 1024;

    private Queue<Block>? _full;
    private byte[] _last = [];
    private int _end;

    /// <summary>Gets the number of bytes.</summary>
    public long Length { get; private set; }

    /// <summary>Gets a value indicating whether there are no bytes.</summary>
    public bool IsEmpty => Length == 0;

    /// <summary>Gets the bytes of the first block; empty if there are none.</summary>
    public ReadOnlyMemory<byte> First => _full is { Count: > 0 } full ? full.Peek().Bytes : _last.AsMemory(0, _end);

    /// <summary>Gets the blocks.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Blocks => [.. (_full ?? []).Select(block => block.Bytes), _last.AsMemory(0, _end)];

    /// <inheritdoc />
    public void Advance(int count)
    {
        _end += count;
        Length += count;
    }

    /// <inheritdoc />
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_last.Length - _end < Math.Max(sizeHint, 1))
        {
            AddBlock(sizeHint);
        }

        return _last.AsMemory(_end);
    }

    /// <inheritdoc />
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Removes the first block.</summary>
    public void RemoveFirst()
    {
        if (_full is { Count: > 0 } full)
        {
            var block = full.Dequeue();
            Length -= block.Count;
            budget.Return(block.Array);
        }
        else
        {
            Length -= _end;
            ReturnLast();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        while (!IsEmpty)
        {
            RemoveFirst();
        }

        ReturnLast();
    }

    private void AddBlock(int sizeHint)
    {
        var next = budget.Rent(Math.Max(sizeHint, (int)Math.Clamp(_last.Length * 4L, FirstBytes, MaxBytes)));
        if (_end > 0)
        {
            (_full ??= new()).Enqueue(new(_last, _end));
        }
        else
        {
            budget.Return(_last);
        }

        (_last, _end) = (next, 0);
    }

    private void ReturnLast()
    {
        budget.Return(_last);
        (_last, _end) = ([], 0);
    }

    private readonly record struct Block(byte[] Array, int Count)
    {
        public ReadOnlyMemory<byte> Bytes => Array.AsMemory(0, Count);
    }
}
