using System.Globalization;

namespace RouterMaestro.Protocols.Json;

/// <summary>The path of a reader in a document. It becomes a string only for an error.</summary>
internal sealed class JsonPath
{
    private readonly List<(string? Name, int Index)> _steps = new(8);

    public Scope Enter(string name) => Enter((name, 0));

    public Scope Enter(int index) => Enter((null, index));

    /// <summary>Returns the path, such as <c>messages.0.content</c>.</summary>
    public override string ToString() =>
        string.Join('.', _steps.Select(s => s.Name ?? s.Index.ToString(CultureInfo.InvariantCulture)));

    private Scope Enter((string? Name, int Index) step)
    {
        _steps.Add(step);
        return new(this);
    }

    /// <summary>One step into the document, removed on dispose.</summary>
    public readonly ref struct Scope(JsonPath path)
    {
        public void Dispose() => path._steps.RemoveAt(path._steps.Count - 1);
    }
}
