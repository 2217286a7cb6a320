using System.Buffers;
using System.Numerics;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Application.Calls;

/// <summary>
/// The memory that bodies and held-back responses may take together. Arrays of up to <see cref="SmallBytes"/> do not count, so that small
/// calls are served while large ones wait for memory.
/// </summary>
/// <param name="limit">The limit, in bytes.</param>
internal sealed class MemoryBudget(long limit)
{
    /// <summary>The share of the heap limit that a budget takes by default.</summary>
    public const double DefaultShare = 0.5;

    /// <summary>The size up to which an array does not count, in bytes.</summary>
    public const int SmallBytes = 64 * 1024;

    /// <summary>
    /// The size up to which an array is pooled, in bytes. The shared pool keeps what it once gave until a full collection, so that larger ones
    /// are left to the collector.
    /// </summary>
    public const int PooledBytes = 1024 * 1024;

    // about what the shared pool keeps of one size; of more it drops what is returned
    private const long KeptBytes = 16 * 1024 * 1024;

    // where much memory is free, the collector waits until garbage is a multiple of this
    private const long CollectAfterBytes = 64 * 1024 * 1024;

    // arrays that replace others may go beyond the limit only while the rest takes a quarter of it: many that grow at once would fill the heap
    private const int ReplacingShare = 4;

    private long _used;
    private long _dropped;

    /// <summary>Gets a budget that refuses nothing.</summary>
    public static MemoryBudget Unlimited { get; } = new(long.MaxValue);

    /// <summary>Gets the limit, in bytes.</summary>
    public long Limit => limit;

    /// <summary>Gets the bytes in use.</summary>
    public long Used => Interlocked.Read(ref _used);

    /// <summary>Creates a budget from the memory that the process may use: the hard limit of its heap, the limit of its container, or that of the machine.</summary>
    /// <param name="share">The share, above 0 and up to 1.</param>
    public static MemoryBudget OfHeap(double share) => new((long)(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes * share));

    /// <summary>Rents an array with any contents.</summary>
    /// <param name="size">The minimum size, in bytes.</param>
    /// <param name="replaced">The size of the array that the new one replaces. Both exist for a moment, which the limit allows while others take little.</param>
    /// <exception cref="RouterException">The budget is used up.</exception>
    public byte[] Rent(int size, long replaced = 0)
    {
        if (size <= SmallBytes)
        {
            return ArrayPool<byte>.Shared.Rent(size);
        }

        var cost = size <= PooledBytes ? (int)BitOperations.RoundUpToPowerOf2((uint)size) : size;
        var used = Interlocked.Add(ref _used, cost);
        if (used - replaced > limit || (used > limit && used - replaced - cost > limit / ReplacingShare))
        {
            Interlocked.Add(ref _used, -cost);
            throw new RouterException(MemoryShortage.Error);
        }

        try
        {
            return size <= PooledBytes ? ArrayPool<byte>.Shared.Rent(cost) : GC.AllocateUninitializedArray<byte>(size);
        }
        catch (OutOfMemoryException)
        {
            Interlocked.Add(ref _used, -cost);
            throw;
        }
    }

    /// <summary>Counts memory that will be needed later, so that a call is refused before it has begun rather than in the middle.</summary>
    /// <param name="bytes">The size, in bytes.</param>
    /// <exception cref="RouterException">The budget is used up.</exception>
    public void Reserve(long bytes)
    {
        if (Interlocked.Add(ref _used, bytes) > limit)
        {
            Interlocked.Add(ref _used, -bytes);
            throw new RouterException(MemoryShortage.Error);
        }
    }

    /// <summary>Gives back what was reserved here.</summary>
    /// <param name="bytes">The size, in bytes.</param>
    public void Release(long bytes) => Interlocked.Add(ref _used, -bytes);

    /// <summary>Returns an array that was rented here.</summary>
    public void Return(byte[] array)
    {
        if (array.Length is > 0 and <= PooledBytes)
        {
            ArrayPool<byte>.Shared.Return(array);
        }

        if (array.Length > SmallBytes && (Interlocked.Add(ref _used, -array.Length) > KeptBytes || array.Length > PooledBytes))
        {
            Drop(array.Length);
        }
    }

    /// <summary>Counts what is left to the collector, and starts it in the background when that is much: bursts must not add up.</summary>
    private void Drop(int bytes)
    {
        if (Interlocked.Add(ref _dropped, bytes) is var dropped && dropped >= CollectAfterBytes && Interlocked.CompareExchange(ref _dropped, 0, dropped) == dropped)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        }
    }
}
