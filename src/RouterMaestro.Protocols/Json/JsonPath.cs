using System.Globalization;

namespace RouterMaestro.Protocols.Json;

/// <summary>Where in a document a reader is; spelled out only when something is wrong there.</summary>
internal sealed class JsonPath
{
    private readonly List<(string? Name, int Index)> _steps = new(8);

    public Scope Enter(string name) => Enter((name, 0));

    public Scope Enter(int index) => Enter((null, index));

    /// <summary>Spells the path, such as <c>messages.0.content</c>.</summary>
    public override string ToString() =>
        string.Join('.', _steps.Select(s => s.Name ?? s.Index.ToString(CultureInfo.InvariantCulture)));

    private Scope Enter((string? Name, int Index) step)
    {
        _steps.Add(step);
        return new(this);
    }

    /// <summary>One step into the document, taken back when disposed.</summary>
    public readonly ref struct Scope(JsonPath path)
    {
        public void Dispose() => path._steps.RemoveAt(path._steps.Count - 1);
    }
}
