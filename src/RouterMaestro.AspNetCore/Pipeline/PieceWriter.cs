using System.IO.Pipelines;

namespace RouterMaestro.AspNetCore.Pipeline;

/// <summary>Writes large documents at the pace of the caller. Written at once, the pipe would hold a copy of the whole.</summary>
internal static class PieceWriter
{
    /// <summary>The size up to which a document is written at once, in bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>Writes a document and flushes it.</summary>
    /// <param name="output">Receives the bytes.</param>
    /// <param name="pieces">The document.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    public static async Task WriteAsync(PipeWriter output, IEnumerable<ReadOnlyMemory<byte>> pieces, CancellationToken cancellationToken)
    {
        foreach (var piece in pieces)
        {
            for (var rest = piece; !rest.IsEmpty;)
            {
                var next = rest[..Math.Min(rest.Length, MaxBytes)];
                if ((await output.WriteAsync(next, cancellationToken).ConfigureAwait(false)).IsCompleted)
                {
                    return;
                }

                rest = rest[next.Length..];
            }
        }
    }
}
