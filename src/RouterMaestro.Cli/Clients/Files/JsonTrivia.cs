using System.Text;

namespace RouterMaestro.Cli.Clients.Files;

/// <summary>Looks at what stands between the values of a JSON text: blanks, line ends, commas and comments.</summary>
internal static class JsonTrivia
{
    /// <summary>Returns the indentation of the line of a place.</summary>
    public static string IndentOf(ReadOnlySpan<byte> json, int place)
    {
        var line = json[..place].LastIndexOf((byte)'\n') + 1;
        var end = line;
        while (end < json.Length && json[end] is (byte)' ' or (byte)'\t')
        {
            end++;
        }

        return Encoding.UTF8.GetString(json[line..Math.Min(end, Math.Max(place, line))]);
    }

    /// <summary>Returns whether only blanks stand before a place on its line.</summary>
    public static bool IsFirstOnLine(ReadOnlySpan<byte> json, int place)
    {
        var line = json[..place].LastIndexOf((byte)'\n');
        return line >= 0 && !json[(line + 1)..place].ContainsAnyExcept((byte)' ', (byte)'\t');
    }

    /// <summary>Returns the start of the next line if only blanks stand behind a place on its line; otherwise null.</summary>
    public static int? EndOfLine(ReadOnlySpan<byte> json, int place)
    {
        place = EndOfBlanks(json, place);
        return place < json.Length && json[place] == '\r' && place + 1 < json.Length && json[place + 1] == '\n' ? place + 2
            : place < json.Length && json[place] == '\n' ? place + 1
            : null;
    }

    /// <summary>Returns the first place that holds no blank.</summary>
    public static int EndOfBlanks(ReadOnlySpan<byte> json, int place)
    {
        while (place < json.Length && json[place] is (byte)' ' or (byte)'\t')
        {
            place++;
        }

        return place;
    }

    /// <summary>Returns the place behind the last byte of a part that is no white space.</summary>
    public static int EndOfContent(ReadOnlySpan<byte> json, int start, int end)
    {
        while (end > start && json[end - 1] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            end--;
        }

        return end;
    }

    /// <summary>Finds the comma behind a value, past comments; null if there is none before the end.</summary>
    public static int? FindComma(ReadOnlySpan<byte> json, int place, int end)
    {
        while (place < end)
        {
            switch (json[place])
            {
                case (byte)',':
                    return place;
                case (byte)'/':
                    var isLine = json[place + 1] == '/';
                    var length = json[(place + 2)..].IndexOf(isLine ? "\n"u8 : "*/"u8);
                    place = length < 0 ? end : place + 2 + length + (isLine ? 1 : 2);
                    break;
                default:
                    place++;
                    break;
            }
        }

        return null;
    }
}
