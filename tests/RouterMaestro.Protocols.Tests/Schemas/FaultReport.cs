using RouterMaestro.TestKit.Schemas;

namespace RouterMaestro.Protocols.Tests.Schemas;

/// <summary>Collects faults over many documents: each kind once, with how often it came and where first.</summary>
internal sealed class FaultReport
{
    private readonly SortedDictionary<string, (int Count, string First)> _faults = new(StringComparer.Ordinal);

    /// <summary>Gets how many documents were checked.</summary>
    public int Documents { get; private set; }

    /// <summary>Checks a document.</summary>
    public void Check(ApiSchema schema, ReadOnlyMemory<byte> json, string origin)
    {
        Documents++;
        foreach (var fault in schema.Check(json).Select(f => f.ToString()).Where(f => !SchemaExceptions.Covers(schema.Name, f)).Select(f => $"{schema} {f}").Distinct())
        {
            var (count, first) = _faults.GetValueOrDefault(fault, (0, origin));
            _faults[fault] = (count + 1, first);
        }
    }

    /// <summary>Fails when there was any fault, or too little to look at.</summary>
    public void AssertClean(int leastDocuments)
    {
        Assert.True(_faults.Count == 0, string.Join('\n', _faults.Select(f => $"{f.Key} ({f.Value.Count} times, first in {f.Value.First})")));
        Assert.True(Documents >= leastDocuments, $"only {Documents} documents were there to be checked");
    }
}
