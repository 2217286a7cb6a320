using System.Buffers;
using RouterMaestro.Application.Calls;

namespace RouterMaestro.AspNetCore.Relay;

/// <summary>
/// Holds the frames of one batch until all are written, so that an encoder that throws leaves no part of a frame behind. A batch that does not
/// fit is sent on in parts. Between two batches it holds no memory.
/// </summary>
/// <param name="target">Receives the batch.</param>
internal sealed class FrameBatch(IBufferWriter<byte> target) : IBufferWriter<byte>
{
    private const int Bytes = 16 * 1024;
    private byte[]? _array;
    private int _length;

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _array.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _array.AsSpan(_length);
    }

    /// <summary>Sends the batch on.</summary>
    public void Commit()
    {
        target.Write(_array.AsSpan(0, _length));
        Discard();
    }

    /// <summary>Drops what has not been sent on.</summary>
    public void Discard()
    {
        _length = 0;
        if (_array is { } array)
        {
            _array = null;
            MemoryBudget.Unlimited.Return(array);
        }
    }

    private void Reserve(int count)
    {
        if (_array is null || _array.Length - _length < count)
        {
            Commit();
            _array = MemoryBudget.Unlimited.Rent(Math.Max(count, Bytes));
        }
    }
}
