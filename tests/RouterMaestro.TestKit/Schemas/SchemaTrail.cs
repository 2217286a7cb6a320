namespace RouterMaestro.TestKit.Schemas;

/// <summary>Where a check is, and the faults that it found. There is none while only the verdict counts.</summary>
internal sealed class SchemaTrail(string path, List<SchemaFault> faults)
{
    public string Path => path;

    public IReadOnlyList<SchemaFault> Faults => faults;

    public SchemaTrail Into(string member) => new(path.Length == 0 ? member : $"{path}.{member}", faults);

    public SchemaTrail IntoItems() => new(path + "[]", faults);

    /// <summary>Makes a trail of the same place that keeps its faults to itself.</summary>
    public SchemaTrail Aside() => new(path, []);

    public void Add(string problem) => faults.Add(new(path, problem));

    public void Take(SchemaTrail other) => faults.AddRange(other.Faults);
}
