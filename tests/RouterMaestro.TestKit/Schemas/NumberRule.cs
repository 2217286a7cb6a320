using System.Text.Json;

namespace RouterMaestro.TestKit.Schemas;

/// <summary>The bounds of numbers.</summary>
internal sealed class NumberRule(double least, double most, double above) : ISchemaRule
{
    public bool Check(JsonElement value, SchemaTrail? trail)
    {
        if (value.ValueKind != JsonValueKind.Number || (value.GetDouble() is var number && number >= least && number <= most && number > above))
        {
            return true;
        }

        trail?.Add($"{value.GetRawText()} is out of bounds");
        return false;
    }
}
