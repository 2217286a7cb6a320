using Tomlyn;
using Tomlyn.Model;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace RouterMaestro.Cli.Clients.Files;

/// <summary>
/// Changes keys of a TOML text and keeps all other characters. Tomlyn's syntax tree says where things stand; what was written is read again and
/// compared, so that a form that this class does not know is an error and not a broken file.
/// </summary>
internal sealed class TomlEdit
{
    private readonly string _newLine;
    private readonly TomlTable _expected;
    private string _text;
    private DocumentSyntax _document;

    /// <summary>Begins to edit.</summary>
    /// <param name="text">The text, which may be empty.</param>
    /// <exception cref="SettingsFormatException">The text is not valid TOML.</exception>
    public TomlEdit(string text)
    {
        _newLine = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        _text = text;
        _document = Parse();
        _expected = Read();
    }

    /// <summary>Gets the text with the changes.</summary>
    /// <exception cref="SettingsFormatException">A table has a form that cannot be edited.</exception>
    public string Text => TomlValues.AreEqual(Read(), _expected)
        ? _text
        : throw new SettingsFormatException("writes the tables that would change in another form, such as inline or with dotted keys: turn them into [tables] first");

    /// <summary>Gets a text; null if there is none, or another kind of value.</summary>
    public string? GetText(params ReadOnlySpan<string> path) => Get(path) as string;

    /// <summary>Gets a value; null if there is none.</summary>
    public object? Get(params ReadOnlySpan<string> path)
    {
        object? value = _expected;
        foreach (var name in path)
        {
            value = value is TomlTable table && table.TryGetValue(name, out var found) ? found : null;
        }

        return value;
    }

    /// <summary>Sets a key of the top, or of a table, which is made at the end of the text if there is none.</summary>
    /// <param name="value">A text, or an array of texts.</param>
    /// <param name="path">The names of the table and of the key.</param>
    public void Set(object value, params ReadOnlySpan<string> path)
    {
        var written = TomlValues.Write(value);
        var (table, key) = (path[..^1].ToArray(), path[^1]);
        TomlValues.Set(_expected, path, value);
        if (Find(table, key) is { Value.Span: var span } present)
        {
            if (!TomlValues.AreEqual(TomlValues.Parse(present), value))
            {
                ReplaceAt(span.Offset, span.Length, written);
            }

            return;
        }

        var line = $"{TomlValues.WriteKey([key])} = {written}{_newLine}";
        if (table.Length == 0)
        {
            InsertAtTop(line);
        }
        else if (FindTable(table) is { } section)
        {
            var last = section.Items.LastOrDefault();
            InsertLine(EndOfLine(last is null ? section.CloseBracket!.Span.Offset : EndOf(last)), line);
        }
        else
        {
            Append($"[{TomlValues.WriteKey(table)}]{_newLine}{line}");
        }
    }

    /// <summary>Removes a key of the top or of a table; nothing happens if there is none.</summary>
    public bool Remove(params ReadOnlySpan<string> path)
    {
        if (Find(path[..^1].ToArray(), path[^1]) is not { } present)
        {
            return false;
        }

        TomlValues.Remove(_expected, path);
        var start = present.Span.Offset;
        start -= _text.AsSpan(0, start).Length - _text.AsSpan(0, start).TrimEnd(" \t").Length;
        ReplaceAt(start, EndOfLine(EndOf(present)) - start, "");
        return true;
    }

    /// <summary>Removes a table and the tables in it; nothing happens if there is none.</summary>
    public bool RemoveTable(params string[] path)
    {
        TomlValues.Remove(_expected, path);
        var isRemoved = false;
        while (_document.Tables.FirstOrDefault(table => NamesOf(table.Name!).Take(path.Length).SequenceEqual(path)) is { } table)
        {
            var start = table.OpenBracket!.Span.Offset;
            var end = EndOfLine(table.Items.LastOrDefault() is { } last ? EndOf(last) : table.CloseBracket!.Span.Offset);

            // the blank lines before it were its distance to the text above
            start = _text.AsSpan(0, start).TrimEnd("\r\n \t").Length is var content && content == 0 ? 0 : Math.Min(start, EndOfLine(content));
            ReplaceAt(start, end - start, "");
            isRemoved = true;
        }

        return isRemoved;
    }

    private static int EndOf(KeyValueSyntax item) => item.Value!.Span.Offset + item.Value.Span.Length;

    private static string[] NamesOf(KeySyntax key) => [.. key.DotKeys.Select(dot => dot.Key).Prepend(key.Key).Select(part => part switch
    {
        StringValueSyntax text => text.Value ?? "",
        BareKeySyntax bare => bare.Key?.Text ?? "",
        _ => "",
    })];

    private KeyValueSyntax? Find(string[] table, string key)
    {
        var items = table.Length == 0 ? _document.KeyValues : FindTable(table)?.Items;
        return items?.FirstOrDefault(item => NamesOf(item.Key!) is [var name] && name == key);
    }

    private TableSyntax? FindTable(string[] path) => _document.Tables.OfType<TableSyntax>().FirstOrDefault(table => NamesOf(table.Name!).SequenceEqual(path));

    private void InsertAtTop(string line)
    {
        if (_document.KeyValues.LastOrDefault() is { } last)
        {
            InsertLine(EndOfLine(EndOf(last)), line);
            return;
        }

        if (_document.Tables.FirstOrDefault() is not { } table)
        {
            InsertLine(_text.Length, line);
            return;
        }

        // comments right above a table are about it
        var place = _text.LastIndexOf('\n', Math.Max(0, table.OpenBracket!.Span.Offset - 1)) + 1;
        for (var above = LineBefore(place); above is { } start && _text[start..place].TrimStart().StartsWith('#'); above = LineBefore(place))
        {
            place = start;
        }

        ReplaceAt(place, 0, line + _newLine);
    }

    private int? LineBefore(int place) => place == 0 ? null : _text.LastIndexOf('\n', Math.Max(0, place - 2)) + 1;

    private void InsertLine(int place, string line) => ReplaceAt(place, 0, place > 0 && _text[place - 1] != '\n' ? _newLine + line : line);

    private void Append(string section)
    {
        var gap = _text.Length == 0 ? "" : _text.EndsWith('\n') ? _newLine : _newLine + _newLine;
        ReplaceAt(_text.Length, 0, gap + section);
    }

    private int EndOfLine(int place) => _text.IndexOf('\n', Math.Min(place, _text.Length)) is var end && end < 0 ? _text.Length : end + 1;

    private void ReplaceAt(int start, int length, string text)
    {
        _text = string.Concat(_text.AsSpan(0, start), text, _text.AsSpan(start + length));
        _document = Parse();
    }

    private TomlTable Read() => TomlSerializer.Deserialize<TomlTable>(_text) ?? [];

    private DocumentSyntax Parse()
    {
        var document = SyntaxParser.Parse(_text, "settings", validate: true);
        return document.Diagnostics.FirstOrDefault(message => message.Kind == DiagnosticMessageKind.Error) is { } error
            ? throw new SettingsFormatException($"is not valid TOML (line {error.Span.Start.Line + 1})")
            : document;
    }
}
