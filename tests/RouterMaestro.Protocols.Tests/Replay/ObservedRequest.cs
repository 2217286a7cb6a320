namespace RouterMaestro.Protocols.Tests.Replay;

/// <summary>
/// What matters of a request in whatever protocol, read out of its JSON without any codec: what is said as lines, a kind and the thing
/// itself, in an order that leaves out the freedom that protocols have in putting it.
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

    /// <summary>Gets the model's thoughts as the provider wants them back.</summary>
    public List<string> Thoughts { get; } = [];

    /// <summary>Gets whether the request holds what only its own provider knows: what it ran, found or kept itself.</summary>
    public bool HasForeign { get; set; }

    /// <summary>Gets what was said, a kind and a text each.</summary>
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

    /// <summary>Says the result of a call, which is known by its place: ids may have to change.</summary>
    public void Result(string id, string text) => Say(isAssistant: false, "result", $"{_callIds.LastIndexOf(id)}: {text}");

    /// <summary>Gets the number of calls whose results name no call.</summary>
    public bool HasOrphans => Lines.Any(l => l.Kind == "result" && l.Line.StartsWith("-1:", StringComparison.Ordinal));

    /// <summary>Results come first, then the media they hold, then the rest.</summary>
    private static IEnumerable<(string Kind, string Line)> OfUser(List<(string Kind, string Line)> run) =>
        run.OrderBy(l => l.Kind switch { "result" => 0, "result media" => 1, _ => 2 })
            .Select(l => (l.Kind.Replace("result media", "media", StringComparison.Ordinal), l.Line))
            .Where(l => l.Item2.Trim().Length > 0);

    /// <summary>Text first, whatever its pieces, then calls.</summary>
    private static IEnumerable<(string Kind, string Line)> OfAssistant(List<(string Kind, string Line)> run)
    {
        var text = string.Concat(run.Where(l => l.Kind == "text").Select(l => l.Line)).Trim();
        return [.. text.Length > 0 ? [("answer", text)] : Array.Empty<(string, string)>(), .. run.Where(l => l.Kind != "text")];
    }
}
