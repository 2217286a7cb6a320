namespace RouterMaestro.Infrastructure.Providers.GitHubCopilot.Guards;

/// <summary>
/// Tells where code is in a Markdown text that is read character by character: between fences of three backticks or more, and between runs of equally
/// many backticks within a paragraph. Code that is open counts as code, since its end may follow.
/// </summary>
internal struct MarkdownCode
{
    private const int FenceLength = 3;

    private int _run;
    private int _opening;
    private bool _isRunAtStart;
    private bool _isWithinLine;
    private bool _isLineFilled;

    /// <summary>Gets the place of the character that was read last.</summary>
    public CodePlace Place { get; private set; }

    /// <summary>Gets the number of inline codes that have ended with a run of backticks. An open one that a paragraph ends was no code.</summary>
    public int Closed { get; private set; }

    /// <summary>Gets a value indicating whether the next character of a line's text changes nothing, unless it is a backtick or ends the line.</summary>
    public readonly bool IsSteady => _run == 0 && _isWithinLine && Place is CodePlace.Text or CodePlace.Inline or CodePlace.Fence;

    /// <summary>Reads a character.</summary>
    /// <returns>True if it is part of the text; false if it is code, or one of the backticks around it.</returns>
    public bool Read(byte character)
    {
        if (character == '`')
        {
            _isRunAtStart = _run == 0 ? !_isWithinLine : _isRunAtStart;
            _run++;
            (_isWithinLine, _isLineFilled) = (true, true);
            return false;
        }

        if (_run > 0)
        {
            EndRun();
            _run = 0;
        }

        if (character == '\n')
        {
            EndLine();
        }
        else
        {
            ReadWithin(character);
        }

        return Place == CodePlace.Text;
    }

    /// <summary>Reads the end of the text, which may end a code.</summary>
    public void ReadEnd() => Read((byte)'\n');

    private void ReadWithin(byte character)
    {
        var isBlank = character is (byte)' ' or (byte)'\t' or (byte)'\r';
        _isLineFilled |= !isBlank;

        // a fence may stand in a quotation or a list
        _isWithinLine |= !isBlank && character is not ((byte)'>' or (byte)'-' or (byte)'*' or (byte)'+' or (byte)'.' or (byte)')' or (>= (byte)'0' and <= (byte)'9'));
        if (Place == CodePlace.FenceEnd && !isBlank)
        {
            Place = CodePlace.Fence;
        }
    }

    private void EndLine()
    {
        Place = Place switch
        {
            CodePlace.FenceStart => CodePlace.Fence,
            CodePlace.FenceEnd => CodePlace.Text,

            // code within a line ends with its paragraph
            CodePlace.Inline when !_isLineFilled => CodePlace.Text,
            var place => place,
        };
        (_isWithinLine, _isLineFilled) = (false, false);
    }

    private void EndRun()
    {
        switch (Place)
        {
            case CodePlace.Inline or CodePlace.FenceStart when _run == _opening:
                // backticks behind an opening fence make it a code within the line
                (Place, Closed) = (CodePlace.Text, Closed + 1);
                break;
            case CodePlace.Text or CodePlace.Inline when _isRunAtStart && _run >= FenceLength:
                (Place, _opening) = (CodePlace.FenceStart, _run);
                break;
            case CodePlace.Text:
                (Place, _opening) = (CodePlace.Inline, _run);
                break;
            case CodePlace.FenceStart:
                Place = CodePlace.Inline;
                break;
            case CodePlace.Fence when _isRunAtStart && _run >= _opening:
                Place = CodePlace.FenceEnd;
                break;
            case CodePlace.FenceEnd:
                Place = CodePlace.Fence;
                break;
        }
    }
}

/// <summary>A place in a Markdown text.</summary>
internal enum CodePlace
{
    /// <summary>Outside of code.</summary>
    Text,

    /// <summary>In code within a line, or behind backticks that may open one.</summary>
    Inline,

    /// <summary>In the line of an opening fence.</summary>
    FenceStart,

    /// <summary>Between fences.</summary>
    Fence,

    /// <summary>In the line of what may be the closing fence.</summary>
    FenceEnd,
}
