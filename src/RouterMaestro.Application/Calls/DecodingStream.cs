using System.IO.Compression;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace RouterMaestro.Application.Calls;

/// <summary>
/// Decodes a body while it comes: what has been flushed can be read before more follows. How much comes out is limited by whoever reads it.
/// </summary>
/// <param name="coded">The body, which is disposed of with this stream.</param>
/// <param name="field">The body's <c>content-encoding</c>.</param>
internal sealed class DecodingStream(Stream coded, string field) : Stream
{
    private Stream? _decoded;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="UndecodableException">The coding is not supported, or the bytes are not of it.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            _decoded ??= await OpenAsync(cancellationToken).ConfigureAwait(false);
            return await _decoded.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsUndecodable(exception))
        {
            throw new UndecodableException("its content is not of the content-encoding that it names", exception);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A body is read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _decoded?.Dispose();
            coded.Dispose();
        }

        base.Dispose(disposing);
    }

    // BrotliStream reports invalid data as an InvalidOperationException
    private static bool IsUndecodable(Exception exception) =>
        exception is InvalidDataException or (InvalidOperationException and not ObjectDisposedException);

    private async ValueTask<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        var codings = ContentCodings.Read(field, out var unknown);
        if (unknown is not null)
        {
            throw new UndecodableException($"it has the content-encoding {unknown}, which is none of {ContentCodings.Supported}");
        }

        var stream = coded;
        for (var i = codings.Length - 1; i >= 0; i--)
        {
            stream = codings[i] switch
            {
                ContentCoding.Gzip => new GZipStream(stream, CompressionMode.Decompress),
                ContentCoding.Brotli => new BrotliStream(stream, CompressionMode.Decompress),
                _ => await InflateAsync(stream, cancellationToken).ConfigureAwait(false),
            };
        }

        return stream;
    }

    /// <summary>Opens "deflate", which is the zlib format, although servers send the bare one too (RFC 9110, 8.4.1.2).</summary>
    private static async ValueTask<Stream> InflateAsync(Stream stream, CancellationToken cancellationToken)
    {
        var pipe = PipeReader.Create(stream);
        var head = await pipe.ReadAsync(cancellationToken).ConfigureAwait(false);

        // the low half of zlib's first byte is its method, 8; a bare block beginning so would be stored, with bits that encoders leave zero
        var isZlib = !head.Buffer.IsEmpty && (head.Buffer.FirstSpan[0] & 0x0F) == 8;
        pipe.AdvanceTo(head.Buffer.Start);
        var body = pipe.AsStream();
        return isZlib ? new ZLibStream(body, CompressionMode.Decompress) : new DeflateStream(body, CompressionMode.Decompress);
    }
}

/// <summary>A body cannot be decoded. The message, which has none of its bytes, follows the name of the body: "the answer cannot be read: …".</summary>
internal sealed class UndecodableException(string message, Exception? inner = null) : IOException(message, inner);
