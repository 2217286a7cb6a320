using System.Text;

namespace RouterMaestro.Cli.Completion;

/// <summary>A command line as it stands in a shell, up to the cursor.</summary>
/// <param name="Words">The words before the one at the cursor, without the program.</param>
/// <param name="Current">The word at the cursor, which may be empty.</param>
internal sealed record CommandLineAtCursor(IReadOnlyList<string> Words, string Current)
{
    /// <summary>Divides a line into words, as shells do with blanks, quotes and backslashes.</summary>
    /// <param name="line">The line from its start to the cursor, with the program's name.</param>
    public static CommandLineAtCursor Parse(string line)
    {
        List<string> words = [];
        var word = new StringBuilder();
        var (quote, isEscaped, isOpen) = ('\0', false, false);
        foreach (var character in line)
        {
            if (isEscaped)
            {
                word.Append(character);
                isEscaped = false;
            }
            else if (character == '\\' && quote != '\'')
            {
                (isEscaped, isOpen) = (true, true);
            }
            else if (quote == '\0' ? character is '"' or '\'' : character == quote)
            {
                (quote, isOpen) = (quote == '\0' ? character : '\0', true);
            }
            else if (quote == '\0' && char.IsWhiteSpace(character))
            {
                if (isOpen)
                {
                    words.Add(word.ToString());
                }

                word.Clear();
                isOpen = false;
            }
            else
            {
                word.Append(character);
                isOpen = true;
            }
        }

        return new([.. words.Skip(1)], words.Count == 0 ? "" : word.ToString());
    }
}
