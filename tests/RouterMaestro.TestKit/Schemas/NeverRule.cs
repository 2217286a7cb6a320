using System.Text.Json;

namespace RouterMaestro.TestKit.Schemas;

/// <summary>The schema <c>false</c>.</summary>
internal sealed class NeverRule : ISchemaRule
{
    public bool Check(JsonElement value, SchemaTrail? trail)
    {
        trail?.Add("nothing may stand here");
        return false;
    }
}
