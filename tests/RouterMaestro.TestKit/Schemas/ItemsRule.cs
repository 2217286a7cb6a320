using System.Text.Json;

namespace RouterMaestro.TestKit.Schemas;

/// <summary>What is asked of arrays.</summary>
internal sealed class ItemsRule(SchemaNode? items, int least, int most) : ISchemaRule
{
    public bool Check(JsonElement value, SchemaTrail? trail)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return true;
        }

        var isRight = value.GetArrayLength() is var count && count >= least && count <= most;
        if (!isRight)
        {
            trail?.Add($"{count} items");
        }

        if (items is null)
        {
            return isRight;
        }

        var inside = trail?.IntoItems();
        foreach (var item in value.EnumerateArray())
        {
            isRight &= items.Check(item, inside);
            if (!isRight && trail is null)
            {
                return false;
            }
        }

        return isRight;
    }
}
