namespace RouterMaestro.Protocols.Passthrough;

/// <summary>Orders edits.</summary>
internal static class BodyEdits
{
    /// <summary>Puts edits, of which there are very few, in the order of their places.</summary>
    public static void Sort(Span<BodyEdit> edits) => edits.Sort(static (a, b) => a.Range.Start.CompareTo(b.Range.Start));
}
