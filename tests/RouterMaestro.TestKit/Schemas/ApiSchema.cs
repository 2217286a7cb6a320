using System.Text.Json;

namespace RouterMaestro.TestKit.Schemas;

/// <summary>A named schema of a provider's published API.</summary>
/// <remarks>
/// The packages at hand either know no JSON Schema of 2020 (NJsonSchema: no <c>const</c>, by which these schemas tell every
/// kind of event apart) or have a licence that does not suit tests of a library. So this is the part of it that the
/// documents use, for tests alone; its own tests show that it refuses what is wrong.
/// </remarks>
public sealed class ApiSchema
{
    private static readonly JsonDocumentOptions _deep = new() { MaxDepth = 512 };
    private readonly SchemaNode _node;

    internal ApiSchema(string name, SchemaNode node) => (Name, _node) = (name, node);

    /// <summary>Gets the schema's name in its document.</summary>
    public string Name { get; }

    /// <summary>Checks a document.</summary>
    /// <param name="json">The document.</param>
    /// <returns>What is wrong with it; nothing when it is valid.</returns>
    public IReadOnlyList<SchemaFault> Check(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, _deep);
        return Check(document.RootElement);
    }

    /// <summary>Checks a value.</summary>
    /// <param name="value">The value.</param>
    /// <returns>What is wrong with it; nothing when it is valid.</returns>
    public IReadOnlyList<SchemaFault> Check(JsonElement value)
    {
        if (_node.Check(value, null))
        {
            return [];
        }

        var faults = new List<SchemaFault>();
        _node.Check(value, new SchemaTrail("", faults));
        return faults;
    }

    /// <inheritdoc />
    public override string ToString() => Name;
}
