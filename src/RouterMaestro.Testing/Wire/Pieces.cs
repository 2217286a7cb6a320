using System.Globalization;

namespace RouterMaestro.Testing.Wire;

/// <summary>Cuts text into the pieces in which a stream brings it.</summary>
internal static class Pieces
{
    /// <summary>Cuts into pieces of about so many UTF-16 units, never inside of what a reader sees as one character.</summary>
    public static IEnumerable<string> Of(string text, IReadOnlyList<string> given, int size)
    {
        if (given.Count > 0)
        {
            foreach (var piece in given)
            {
                yield return piece;
            }

            yield break;
        }

        for (var at = 0; at < text.Length;)
        {
            var end = at;
            while (end < text.Length && (end - at < size))
            {
                end += StringInfo.GetNextTextElementLength(text, end);
            }

            yield return text[at..end];
            at = end;
        }
    }
}
