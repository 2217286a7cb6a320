using System.Collections.Frozen;

namespace RouterMaestro.Protocols.Schemas;

/// <summary>What a provider takes of a schema to which it holds its model.</summary>
/// <param name="Refused">The keywords that it refuses.</param>
/// <param name="Formats">The values of <c>format</c> that it takes.</param>
/// <param name="TakesPattern">Returns true if it takes a regular expression.</param>
internal sealed record ClosedSchemaRules(SchemaKeyword Refused, FrozenSet<string> Formats, Func<string, bool> TakesPattern);
