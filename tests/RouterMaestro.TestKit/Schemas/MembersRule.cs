using System.Text.Json;

namespace RouterMaestro.TestKit.Schemas;

/// <summary>What is asked of objects.</summary>
internal sealed class MembersRule(IReadOnlyDictionary<string, SchemaNode> members, IReadOnlyList<string> required) : ISchemaRule
{
    // a member that distinguishes kinds of objects is checked first, so that the wrong branch of a choice is left at once
    private readonly KeyValuePair<string, SchemaNode>[] _members = [.. members.OrderBy(m => m.Value.IsMarked ? 0 : 1)];

    /// <summary>Gets the schema of members that are not listed; null when they may be anything.</summary>
    public SchemaNode? Others { get; init; }

    /// <summary>Gets the schema of the names; null when they may be anything.</summary>
    public SchemaNode? Names { get; init; }

    /// <summary>Gets the greatest number of members.</summary>
    public int Max { get; init; } = int.MaxValue;

    /// <summary>Gets the words that a member must be one of; none when it may be absent or something else.</summary>
    public IReadOnlyList<string> WordsOf(string member) => required.Contains(member) && members.TryGetValue(member, out var schema)
        ? schema.Rules.OfType<ValuesRule>().FirstOrDefault()?.Words ?? []
        : [];

    public bool Check(JsonElement value, SchemaTrail? trail)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        var isRight = value.GetPropertyCount() <= Max;
        if (!isRight)
        {
            trail?.Add("too many members");
        }

        isRight &= Listed(value, trail);
        isRight &= (isRight || trail is not null) && Required(value, trail);
        isRight &= (isRight || trail is not null) && Unlisted(value, trail);
        return isRight;
    }

    private bool Listed(JsonElement value, SchemaTrail? trail)
    {
        var isRight = true;
        foreach (var (name, schema) in _members)
        {
            isRight &= !value.TryGetProperty(name, out var member) || schema.Check(member, trail?.Into(name));
            if (!isRight && trail is null)
            {
                return false;
            }
        }

        return isRight;
    }

    private bool Required(JsonElement value, SchemaTrail? trail)
    {
        var isRight = true;
        foreach (var name in required)
        {
            if (!value.TryGetProperty(name, out _))
            {
                trail?.Add($"lacks {name}");
                isRight = false;
            }
        }

        return isRight;
    }

    private bool Unlisted(JsonElement value, SchemaTrail? trail)
    {
        if (Others is null && Names is null)
        {
            return true;
        }

        var isRight = true;
        foreach (var member in value.EnumerateObject())
        {
            isRight &= Names is null || Names.Check(JsonSerializer.SerializeToElement(member.Name), trail?.Into(member.Name));
            isRight &= Others is null || members.ContainsKey(member.Name) || Others.Check(member.Value, trail?.Into(member.Name));
        }

        return isRight;
    }
}
