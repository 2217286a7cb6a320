namespace RouterMaestro.Cli.Shell;

/// <summary>Writes words of command lines that people are told to type.</summary>
internal static class ShellWord
{
    /// <summary>Returns a word as it is typed, in quotes if a shell would take it apart.</summary>
    /// <param name="word">The word.</param>
    public static string Of(string word) => word.Length > 0 && word.All(IsPlain) ? word
        : $"\"{string.Concat(word.Select(letter => letter is '\\' or '"' or '$' or '`' ? $"\\{letter}" : letter.ToString()))}\"";

    private static bool IsPlain(char letter) => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.' or '@' or '/' or ':' or '+' or ',' or '=';
}
