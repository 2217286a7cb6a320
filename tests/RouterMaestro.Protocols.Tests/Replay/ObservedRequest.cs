namespace RouterMaestro.Protocols.Tests.Replay;

/// <summary>
/// The content of a request of any protocol, read from its JSON without the codecs: lines of a kind and a value, in an order that does not
/// depend on the protocol.
/// </summary>
internal sealed class ObservedRequest
{
    private readonly List<List<(string Kind, string Line)>> _runs = [];
    private readonly List<string> _callIds = [];
    private bool _isAssistant;

    /// <summary>Gets the instructions, in order.</summary>
    public List<string> System { get; } = [];

    /// <summary>Gets the tools, by name.</summary>
    public SortedDictionary<string, string> Tools { get; } = [];

    /// <summary>Gets the settings, by the names of Chat.</summary>
    public SortedDictionary<string, string> Settings { get; } = [];

    /// <summary>Gets the reasoning as the provider expects it back.</summary>
    public List<string> ReasoningTexts { get; } = [];

    /// <summary>Gets a value indicating whether the request refers to content that only its provider has: tools it ran, or state it stores.</summary>
    public bool HasForeign { get; set; }

    /// <summary>Gets the lines of the conversation: a kind and a text each.</summary>
    public IReadOnlyList<(string Kind, string Line)> Lines => [.. _runs.SelectMany((run, at) => at % 2 == 0 ? OfUser(run) : OfAssistant(run))];

    public void Instruct(string text)
    {
        if (text.Trim().Length > 0)
        {
            System.Add(text.Trim());
        }
    }

    public void Say(bool isAssistant, string kind, string text)
    {
        if (_runs.Count == 0)
        {
            _runs.Add([]);
        }

        if (isAssistant != _isAssistant)
        {
            _isAssistant = isAssistant;
            _runs.Add([]);
        }

        _runs[^1].Add((kind, text));
    }

    public void Call(string id, string nameAndArguments)
    {
        _callIds.Add(id);
        Say(isAssistant: true, "call", nameAndArguments);
    }

    /// <summary>Adds the result of a call, identified by the position of the call: ids may change.</summary>
    public void Result(string id, string text) => Say(isAssistant: false, "result", $"{_callIds.LastIndexOf(id)}: {text}");

    /// <summary>Gets a value indicating whether a result names no call.</summary>
    public bool HasOrphans => Lines.Any(l => l.Kind == "result" && l.Line.StartsWith("-1:", StringComparison.Ordinal));

    /// <summary>Orders a user turn: results, then their media, then the rest.</summary>
    private static IEnumerable<(string Kind, string Line)> OfUser(List<(string Kind, string Line)> run) =>
        run.OrderBy(l => l.Kind switch { "result" => 0, "result media" => 1, _ => 2 })
            .Select(l => (l.Kind.Replace("result media", "media", StringComparison.Ordinal), l.Line))
            .Where(l => l.Item2.Trim().Length > 0);

    /// <summary>Orders an assistant turn: text in one piece, then calls.</summary>
    private static IEnumerable<(string Kind, string Line)> OfAssistant(List<(string Kind, string Line)> run)
    {
        var text = string.Concat(run.Where(l => l.Kind == "text").Select(l => l.Line)).Trim();
        return [.. text.Length > 0 ? [("answer", text)] : Array.Empty<(string, string)>(), .. run.Where(l => l.Kind != "text")];
    }
}
