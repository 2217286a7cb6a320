using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace RouterMaestro.TestKit.Schemas;

/// <summary>What is asked of strings: length in characters, pattern, and the formats that can be checked with certainty.</summary>
internal sealed class TextRule(int least, int most, Regex? pattern, string? format) : ISchemaRule
{
    public bool Check(JsonElement value, SchemaTrail? trail)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return true;
        }

        var text = value.GetString()!;
        var length = text.Length <= most && text.Length >= 2 * least ? least : text.EnumerateRunes().Count();
        var problem = length < least ? "shorter than allowed"
            : length > most ? "longer than allowed"
            : pattern?.IsMatch(text) == false ? $"does not match {pattern}"
            : IsFormed(text) ? null
            : $"is no {format}";
        if (problem is not null)
        {
            trail?.Add(problem);
        }

        return problem is null;
    }

    private bool IsFormed(string text) => format switch
    {
        "date-time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _) && text.Contains('T', StringComparison.Ordinal),
        "byte" => Convert.TryFromBase64String(text, new byte[text.Length], out _),
        _ => true,
    };
}
