using System.Text.Json;

namespace RouterMaestro.TestKit.Schemas;

/// <summary>What one keyword, or a few that belong together, asks of a value.</summary>
internal interface ISchemaRule
{
    /// <summary>Checks a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="trail">Takes the faults; null when only the verdict counts.</param>
    /// <returns>Whether the value is as the rule asks.</returns>
    bool Check(JsonElement value, SchemaTrail? trail);
}
