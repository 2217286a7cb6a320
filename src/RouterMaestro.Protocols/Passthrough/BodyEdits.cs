using System.Buffers;

namespace RouterMaestro.Protocols.Passthrough;

/// <summary>Orders and applies edits.</summary>
internal static class BodyEdits
{
    /// <summary>Sorts edits by their places.</summary>
    public static void Sort(Span<BodyEdit> edits) => edits.Sort(static (a, b) => a.Range.Start.CompareTo(b.Range.Start));

    /// <summary>Writes bytes with edits applied.</summary>
    /// <param name="output">Receives the bytes.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="edits">The edits, in the order of their places.</param>
    public static void Apply(IBufferWriter<byte> output, ReadOnlySpan<byte> bytes, ReadOnlySpan<BodyEdit> edits)
    {
        var at = 0;
        foreach (ref readonly var edit in edits)
        {
            output.Write(bytes[at..edit.Range.Start]);
            output.Write(edit.Replacement.Span);
            at = edit.Range.End;
        }

        output.Write(bytes[at..]);
    }
}
