using System.Globalization;
using System.Text;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Tests.Replay;

namespace RouterMaestro.Protocols.Tests.Fidelity;

/// <summary>The table of the outcome of each feature in each direction, with the reasons in notes.</summary>
internal sealed class FidelityTable
{
    private readonly List<string> _notes = [];
    private readonly StringBuilder _text = new();

    /// <summary>Gets the losses without a reason or without a report.</summary>
    public List<string> Faults { get; } = [];

    public static (string Text, List<string> Faults) Make()
    {
        var table = new FidelityTable();
        table.AddSection("Requests: the conversation", RequestFeatures.All, Probe.Request, hop => hop.Provider);
        table.AddSection("Requests: settings", SettingFeatures.All, Probe.Request, hop => hop.Provider);
        table.AddSection("Answers", ResponseFeatures.All, Probe.Response, hop => hop.Caller);
        table.AddNotes();
        return (table._text.ToString(), table.Faults);
    }

    private void AddSection(string title, IEnumerable<Feature> features, Func<Feature, Hop, Probe> send, Func<Hop, WireProtocol> other)
    {
        _text.Append(CultureInfo.InvariantCulture, $"### {title}\n\n| | {string.Join(" | ", Hop.All)} |\n|---|{string.Concat(Hop.All.Select(_ => "---|"))}\n");
        foreach (var feature in features)
        {
            _text.Append(CultureInfo.InvariantCulture, $"| {feature.Name} | {string.Join(" | ", Hop.All.Select(hop => Cell(feature, hop, send(feature, hop), other(hop))))} |\n");
        }

        _text.Append('\n');
    }

    private string Cell(Feature feature, Hop hop, Probe probe, WireProtocol other)
    {
        if (probe.Outcome is Outcome.NotSaid or Outcome.Carried)
        {
            return probe.Outcome == Outcome.Carried ? "carried" : "—";
        }

        var why = feature.WhyOf(hop.ToString(), other);
        if (why is null)
        {
            Faults.Add($"{hop} {feature.Name}: {probe.Outcome} for no reason");
        }
        else if (probe.Outcome == Outcome.Dropped && probe.Reported.Count == 0 && !feature.IsHarmless)
        {
            Faults.Add($"{hop} {feature.Name}: dropped without a report");
        }

        var reported = probe.Outcome == Outcome.Dropped && probe.Reported.Count > 0 ? $" (reported as `{string.Join("`, `", probe.Reported)}`)" : "";
        return $"{probe.Outcome.ToString().ToLowerInvariant()} [{NumberOf($"{why}{reported}")}](#notes)";
    }

    private int NumberOf(string note)
    {
        if (!_notes.Contains(note))
        {
            _notes.Add(note);
        }

        return _notes.IndexOf(note) + 1;
    }

    private void AddNotes()
    {
        _text.Append("### Notes\n\n");
        for (var at = 0; at < _notes.Count; at++)
        {
            _text.Append(CultureInfo.InvariantCulture, $"{at + 1}. {char.ToUpperInvariant(_notes[at][0])}{_notes[at][1..]}.\n");
        }

        _text.Append('\n');
    }
}
