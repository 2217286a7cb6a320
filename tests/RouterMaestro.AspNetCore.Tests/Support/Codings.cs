using System.IO.Compression;

namespace RouterMaestro.AspNetCore.Tests.Support;

/// <summary>The codings of bodies, by their names in content-encoding.</summary>
internal static class Codings
{
    /// <summary>The names that the gateway decodes; the last is deflate without the frame of zlib, which is sent under that name too.</summary>
    public static readonly string[] All = ["gzip", "x-gzip", "br", "BR", "deflate", "raw-deflate", "identity", "gzip, br", "deflate, identity"];

    /// <summary>Gets the value of content-encoding.</summary>
    public static string FieldOf(string name) => name == "raw-deflate" ? "deflate" : name;

    /// <summary>Codes pieces, each flushed before the next.</summary>
    /// <returns>The whole body, and the lengths of its pieces.</returns>
    public static (byte[] Body, int[] Sizes) Code(string name, params byte[][] pieces)
    {
        var output = new MemoryStream();
        List<int> sizes = [];
        var streams = name.ToUpperInvariant().Split(", ").Reverse().Aggregate(
            new Stack<Stream>([output]),
            (stack, coding) =>
            {
                stack.Push(Encoder(coding, stack.Peek()));
                return stack;
            });
        foreach (var piece in pieces)
        {
            var before = output.Length;
            streams.Peek().Write(piece);
            foreach (var stream in streams)
            {
                stream.Flush();
            }

            sizes.Add((int)(output.Length - before));
        }

        var end = output.Length;
        foreach (var stream in streams)
        {
            stream.Dispose();
        }

        var body = output.ToArray();
        return (body, body.Length > end ? [.. sizes, (int)(body.Length - end)] : [.. sizes]);
    }

    private static Stream Encoder(string coding, Stream output) => coding switch
    {
        "GZIP" or "X-GZIP" => new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true),
        "BR" => new BrotliStream(output, CompressionLevel.Fastest, leaveOpen: true),
        "DEFLATE" => new ZLibStream(output, CompressionLevel.Fastest, leaveOpen: true),
        "RAW-DEFLATE" => new DeflateStream(output, CompressionLevel.Fastest, leaveOpen: true),
        _ => new BufferedStream(output),
    };
}
