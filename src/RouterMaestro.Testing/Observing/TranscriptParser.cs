namespace RouterMaestro.Testing.Observing;

/// <summary>Takes the text of a stream of server-sent events apart.</summary>
internal sealed class TranscriptParser
{
    private readonly List<SseTranscriptEvent> _events = [];
    private readonly List<string> _comments = [];
    private readonly List<string> _data = [];
    private string _name = "";

    public static SseTranscript Parse(string text)
    {
        var parser = new TranscriptParser();
        var at = text.StartsWith('\uFEFF') ? 1 : 0;
        var done = at;
        while (at < text.Length)
        {
            var end = text.AsSpan(at).IndexOfAny('\r', '\n');
            if (end < 0)
            {
                break;
            }

            var line = text.AsSpan(at, end);
            at += end + (text.AsSpan(at + end).StartsWith("\r\n") ? 2 : 1);
            parser.Take(line);
            done = line.IsEmpty || line[0] == ':' && parser.IsBetween ? at : done;
        }

        return new SseTranscript(parser._events, parser._comments, text[done..]);
    }

    private bool IsBetween => _data.Count == 0 && _name.Length == 0;

    private void Take(ReadOnlySpan<char> line)
    {
        if (line.IsEmpty)
        {
            Dispatch();
            return;
        }

        var colon = line.IndexOf(':');
        var field = colon < 0 ? line : line[..colon];
        var value = colon < 0 ? default : line[(colon + 1)..];
        value = value.StartsWith(" ") ? value[1..] : value;
        switch (field)
        {
            case "":
                _comments.Add(value.ToString());
                break;
            case "data":
                _data.Add(value.ToString());
                break;
            case "event":
                _name = value.ToString();
                break;
        }
    }

    private void Dispatch()
    {
        if (_data.Count > 0)
        {
            _events.Add(new SseTranscriptEvent(_name.Length == 0 ? "message" : _name, string.Join('\n', _data)));
        }

        _data.Clear();
        _name = "";
    }
}
