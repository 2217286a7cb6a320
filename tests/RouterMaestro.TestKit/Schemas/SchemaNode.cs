using System.Text.Json;

namespace RouterMaestro.TestKit.Schemas;

/// <summary>A schema: all its rules together. Schemas refer to each other in circles, so the rules come after the node.</summary>
internal sealed class SchemaNode : ISchemaRule
{
    /// <summary>Gets or sets the rules.</summary>
    public IReadOnlyList<ISchemaRule> Rules { get; set; } = [];

    /// <summary>Gets or sets a value indicating whether null will do whatever the rules say, as in OpenAPI 3.0.</summary>
    public bool IsNullable { get; set; }

    /// <summary>Gets a value indicating whether few values will do, so that they may distinguish kinds of objects.</summary>
    public bool IsMarked => Rules.OfType<ValuesRule>().Any();

    /// <summary>Gets the words that a member must be one of; none when it may be absent or something else.</summary>
    public IReadOnlyList<string> WordsOf(string member) => Rules is [SchemaNode reference]
        ? reference.WordsOf(member)
        : Rules.OfType<MembersRule>().Select(r => r.WordsOf(member)).FirstOrDefault() ?? [];

    public bool Check(JsonElement value, SchemaTrail? trail)
    {
        if (IsNullable && value.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        var isRight = true;
        foreach (var rule in Rules)
        {
            isRight &= rule.Check(value, trail);
            if (!isRight && trail is null)
            {
                return false;
            }
        }

        return isRight;
    }
}
