using System.Text;
using System.Text.Json;
using RouterMaestro.Testing.Json;

namespace RouterMaestro.Testing.Observing;

/// <summary>Joins the pieces of one text, or of one call's arguments, within an item of a Responses stream.</summary>
internal sealed class ResponsesPartObserver(string place, List<string> problems)
{
    private static readonly string[] _fields = ["text", "refusal", "arguments", "input"];
    private readonly StringBuilder _pieces = new();
    private bool _isDone;

    public string Joined => _pieces.ToString();

    public void Take(JsonElement delta)
    {
        Check(!_isDone, $"a piece of {place} after it was done");
        Check(delta.GetText("delta") is not null, $"a piece of {place} without a delta");
        _pieces.Append(delta.GetText("delta"));
    }

    /// <summary>Takes the event that repeats the whole content, or its part.</summary>
    public void Finish(JsonElement whole)
    {
        _isDone = true;
        var said = _fields.Select(field => whole.GetText(field)).FirstOrDefault(text => text is not null);
        Check(said == Joined, $"{place} ends as other than its pieces");
    }

    private void Check(bool holds, string problem)
    {
        if (!holds)
        {
            problems.Add(problem);
        }
    }
}
