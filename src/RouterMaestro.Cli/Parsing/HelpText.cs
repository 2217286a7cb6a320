using System.Text;

namespace RouterMaestro.Cli.Parsing;

/// <summary>Text for 80 columns, whose lines end between words.</summary>
internal sealed class HelpText
{
    private const int Width = 80;

    // longer labels get a line of their own
    private const int WidestLabel = 34;

    private readonly StringBuilder _text = new();

    public HelpText Line(string text)
    {
        Wrap(text, indent: 0, hanging: 2);
        return this;
    }

    public HelpText Paragraph(string text)
    {
        if (text.Length > 0)
        {
            _text.AppendLine();
            Wrap(text, indent: 0, hanging: 0);
        }

        return this;
    }

    /// <summary>Adds a list of labels with their meanings in a column of their own; nothing if it is empty.</summary>
    /// <param name="heading">The heading.</param>
    /// <param name="items">The labels and meanings.</param>
    /// <param name="labelWidth">The width of the labels, where several lists share a column; 0 for that of the widest.</param>
    public HelpText List(string heading, IEnumerable<(string Label, string Meaning)> items, int labelWidth = 0)
    {
        var lines = items.ToArray();
        if (lines.Length == 0)
        {
            return this;
        }

        _text.AppendLine().AppendLine(heading + ":");
        var column = 4 + Math.Max(labelWidth, lines.Select(line => line.Label.Length).Where(length => length <= WidestLabel).DefaultIfEmpty(WidestLabel).Max());
        foreach (var (label, meaning) in lines)
        {
            var first = "  " + label;
            if (first.Length + 2 > column)
            {
                _text.AppendLine(first);
                first = "";
            }

            _text.Append(first.PadRight(column));
            Wrap(meaning, column, column, isStarted: true);
        }

        return this;
    }

    public override string ToString() => _text.ToString().TrimEnd();

    private void Wrap(string text, int indent, int hanging, bool isStarted = false)
    {
        var position = isStarted ? indent : 0;
        var isEmpty = true;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!isEmpty && position + 1 + word.Length > Width)
            {
                _text.AppendLine().Append(' ', hanging);
                (position, isEmpty) = (hanging, true);
            }

            if (!isEmpty)
            {
                _text.Append(' ');
                position++;
            }

            _text.Append(word);
            (position, isEmpty) = (position + word.Length, false);
        }

        _text.AppendLine();
    }
}
