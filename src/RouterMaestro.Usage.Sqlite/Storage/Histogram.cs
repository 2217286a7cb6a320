using System.Runtime.CompilerServices;

namespace RouterMaestro.Usage.Sqlite.Storage;

/// <summary>
/// Counts of times in buckets that grow by a fixed factor, so that a percentile is off by <see cref="MaxError"/> at most, however many are added up.
/// The first bucket holds all up to a microsecond, the last one all above ten days.
/// </summary>
internal sealed class Histogram
{
    /// <summary>The maximum relative error of a percentile. The promise is 5 %; the rest is for the rounding of times.</summary>
    public const double MaxError = 0.045;

    // (1 + e) / (1 - e): between two bounds the middle is off by e at both
    private const double Factor = (1 + MaxError) / (1 - MaxError);
    private const int Buckets = 310;
    private static readonly double _scale = 1 / Math.Log(Factor);

    private readonly int[] _counts = new int[Buckets];
    private int _first = Buckets;
    private int _last = -1;

    /// <summary>Adds a time.</summary>
    /// <param name="microseconds">The time.</param>
    public void Add(long microseconds) => Add(BucketOf(microseconds), 1);

    /// <summary>Adds the counts of another histogram.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(Histogram other)
    {
        for (var i = other._first; i <= other._last; i++)
        {
            if (other._counts[i] > 0)
            {
                Add(i, other._counts[i]);
            }
        }
    }

    /// <summary>Adds the counts that <see cref="Write"/> wrote.</summary>
    /// <remarks>A query over a year does it some ten thousand times: compiled without optimization, as methods are at first, that took half a second.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<byte> bytes)
    {
        var (place, bucket) = (0, 0);
        while (place < bytes.Length)
        {
            bucket += ReadNumber(bytes, ref place);
            var index = Math.Min(bucket, Buckets - 1);
            _counts[index] += ReadNumber(bytes, ref place);
            (_first, _last) = (Math.Min(_first, index), Math.Max(_last, index));
        }
    }

    /// <summary>Writes the counts: for each bucket that is not empty its distance from the one before, and its count, as numbers of variable length.</summary>
    public byte[] Write()
    {
        Span<byte> buffer = stackalloc byte[Buckets * 7];
        var (length, before) = (0, 0);
        for (var i = _first; i <= _last; i++)
        {
            if (_counts[i] > 0)
            {
                WriteNumber(buffer, ref length, (uint)(i - before));
                WriteNumber(buffer, ref length, (uint)_counts[i]);
                before = i;
            }
        }

        return buffer[..length].ToArray();
    }

    /// <summary>Gets the time that a share of all did not exceed; null if there are none.</summary>
    /// <param name="share">The share, 0 to 1.</param>
    public TimeSpan? Percentile(double share)
    {
        var total = 0L;
        for (var i = _first; i <= _last; i++)
        {
            total += _counts[i];
        }

        var rank = Math.Max(1, (long)Math.Ceiling(total * share));
        for (var i = _first; i <= _last; i++)
        {
            rank -= _counts[i];
            if (rank <= 0)
            {
                return TimeSpan.FromMicroseconds(MiddleOf(i));
            }
        }

        return null;
    }

    private static int BucketOf(long microseconds) =>
        microseconds <= 1 ? 0 : Math.Min(Buckets - 1, (int)Math.Ceiling(Math.Log(microseconds) * _scale));

    private static double MiddleOf(int bucket) => bucket == 0 ? 1 : 2 * Math.Pow(Factor, bucket) / (Factor + 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ReadNumber(ReadOnlySpan<byte> bytes, ref int place)
    {
        var number = 0;
        for (var shift = 0; place < bytes.Length; shift += 7)
        {
            var next = bytes[place++];
            number |= (next & 0x7F) << shift;
            if (next < 0x80)
            {
                break;
            }
        }

        return number;
    }

    private static void WriteNumber(Span<byte> buffer, ref int length, uint number)
    {
        for (; number >= 0x80; number >>= 7)
        {
            buffer[length++] = (byte)(number | 0x80);
        }

        buffer[length++] = (byte)number;
    }

    private void Add(int bucket, int count)
    {
        _counts[bucket] += count;
        (_first, _last) = (Math.Min(_first, bucket), Math.Max(_last, bucket));
    }
}
