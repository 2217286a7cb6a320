using System.Text.RegularExpressions;

namespace RouterMaestro.Cli.Clients.Files;

/// <summary>Changes the variables of a file that shells read, <c>export NAME='value'</c> a line, and keeps all other lines.</summary>
/// <param name="text">The text, which may be empty.</param>
internal sealed partial class ExportsEdit(string text)
{
    private readonly string _newLine = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";

    /// <summary>Gets the text with the changes.</summary>
    public string Text { get; private set; } = text;

    /// <summary>Gets a value; null if there is none.</summary>
    public string? Get(string name) => Find(name) is { } line ? Unquote(line.Groups["value"].Value.Trim()) : null;

    /// <summary>Sets a variable: the last line that sets it, else a new one at the end.</summary>
    public void Set(string name, string value)
    {
        if (Get(name) == value)
        {
            return;
        }

        var line = $"export {name}='{value.Replace("'", @"'\''", StringComparison.Ordinal)}'";
        if (Find(name) is { } present)
        {
            Text = string.Concat(Text.AsSpan(0, present.Index), line, Text.AsSpan(present.Index + present.Length));
        }
        else
        {
            Text += $"{(Text.Length == 0 || Text.EndsWith('\n') ? "" : _newLine)}{line}{_newLine}";
        }
    }

    /// <summary>Removes a variable.</summary>
    public bool Remove(string name)
    {
        var isRemoved = false;
        for (; Find(name) is { } line; isRemoved = true)
        {
            var end = Text.IndexOf('\n', line.Index) is var next && next < 0 ? Text.Length : next + 1;
            Text = Text.Remove(line.Index, end - line.Index);
        }

        return isRemoved;
    }

    private static string Unquote(string value) => value is ['\'', .., '\''] ? value[1..^1].Replace(@"'\''", "'", StringComparison.Ordinal) : value.Trim('"');

    private Match? Find(string name) => Line().Matches(Text).LastOrDefault(line => line.Groups["name"].Value == name);

    [GeneratedRegex(@"^(?:export[ \t]+)?(?<name>[A-Za-z_]\w*)=(?<value>[^\r\n]*)", RegexOptions.Multiline)]
    private static partial Regex Line();
}
