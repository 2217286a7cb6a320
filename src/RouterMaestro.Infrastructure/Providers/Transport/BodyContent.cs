using System.Net;
using System.Net.Http.Headers;
using RouterMaestro.Application.Calls;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Infrastructure.Providers.Transport;

/// <summary>A request body in the caller's bytes, except for the declared edits. It can be sent several times.</summary>
internal sealed class BodyContent : HttpContent
{
    // short enough to be copied into the buffer of the connection
    private const int Tail = 256;

    private static readonly MediaTypeHeaderValue _json = new("application/json");
    private readonly BodyBuffer _body;
    private readonly ReadOnlyMemory<BodyEdit> _edits;
    private readonly bool _ownsBody;
    private readonly long _length;

    public BodyContent(BodyBuffer body, ReadOnlyMemory<BodyEdit> edits = default, bool ownsBody = false)
    {
        (_body, _edits, _ownsBody, _length) = (body, edits, ownsBody, body.Length);
        foreach (var edit in _edits.Span)
        {
            _length += edit.Replacement.Length - edit.Range.Length;
        }

        Headers.ContentType = _json;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && _ownsBody)
        {
            _body.Dispose();
        }

        base.Dispose(disposing);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(!_body.TryHold(), _body);
        try
        {
            var at = 0;
            for (var i = 0; i < _edits.Length; i++)
            {
                var edit = _edits.Span[i];
                await stream.WriteAsync(_body.Memory[at..edit.Range.Start], cancellationToken).ConfigureAwait(false);
                await stream.WriteAsync(edit.Replacement, cancellationToken).ConfigureAwait(false);
                at = edit.Range.End;
            }

            // a connection that is kept holds on to what it was given last, so that a large body would stay in memory with each (.NET 10.0.12)
            var end = Math.Max(at, _body.Memory.Length - Tail);
            await stream.WriteAsync(_body.Memory[at..end], cancellationToken).ConfigureAwait(false);
            await stream.WriteAsync(_body.Memory[end..], cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _body.Dispose();
        }
    }
}
