using Microsoft.Extensions.Time.Testing;

namespace RouterMaestro.Infrastructure.Tests.Providers.Streams;

/// <summary>A body that arrives in pieces of any size and then ends, breaks or falls silent.</summary>
internal sealed class FaultyStream(ReadOnlyMemory<byte> body, Random random, StreamEnd end, FakeTimeProvider clock) : Stream
{
    private int _at;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _at; set => throw new NotSupportedException(); }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_at == body.Length)
        {
            return End(cancellationToken);
        }

        var count = Math.Min(Math.Min(buffer.Length, body.Length - _at), 1 + random.Next(random.Next(3) == 0 ? 3 : 200));
        body.Slice(_at, count).CopyTo(buffer);
        _at += count;
        return new(count);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private ValueTask<int> End(CancellationToken cancellationToken)
    {
        switch (end)
        {
            case StreamEnd.Broken:
                throw new IOException("The connection broke.");
            case StreamEnd.Silent:
                clock.Advance(TimeSpan.FromHours(1));
                cancellationToken.ThrowIfCancellationRequested();
                throw new InvalidOperationException("Nothing limits the silence.");
            default:
                return new(0);
        }
    }
}
