using System.Text;
using System.Text.Json.Nodes;
using RouterMaestro.Domain;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.Schemas;

/// <summary>A schema as a provider takes it.</summary>
/// <param name="Schema">The schema; the same instance if it was taken as it came.</param>
/// <param name="LeftOut">The keywords whose meaning was not wholly kept.</param>
internal readonly record struct FittedSchema(RawJson Schema, IReadOnlyCollection<string> LeftOut)
{
    /// <summary>Wraps a schema that stays as it is.</summary>
    public static FittedSchema Unchanged(RawJson schema) => new(schema, []);

    /// <summary>Reports what was left out.</summary>
    /// <param name="losses">Receives the keywords.</param>
    /// <param name="place">The prefix of their names, such as <c>tools.schema.</c>.</param>
    public void Report(LossSink losses, string place)
    {
        foreach (var keyword in LeftOut)
        {
            losses.Add(place + keyword);
        }
    }
}

/// <summary>Collects what one object of a schema loses, and keeps it as words in the object's description, as Anthropic's own SDKs do.</summary>
/// <param name="leftOut">Receives the keywords.</param>
internal sealed class SchemaWords(ICollection<string> leftOut)
{
    // longer values would say the same twice: a combination's properties are merged, and its names stay
    private const int MaxLength = 1000;

    private StringBuilder? _words;

    /// <summary>Adds a keyword that was removed.</summary>
    /// <param name="keyword">The keyword.</param>
    /// <param name="value">Its value.</param>
    public void Add(string keyword, JsonNode? value)
    {
        if (!leftOut.Contains(keyword))
        {
            leftOut.Add(keyword);
        }

        var text = value is null ? "null" : SchemaDocument.Write(value).ToString();
        if (text.Length <= MaxLength)
        {
            _words ??= new StringBuilder();
            _words.Append(_words.Length == 0 ? "" : ", ").Append(keyword).Append(": ").Append(text);
        }
    }

    /// <summary>Appends the words to the description.</summary>
    public void WriteTo(JsonObject node)
    {
        if (_words is null)
        {
            return;
        }

        var words = $"{{{_words}}}";
        var description = SchemaDocument.TextOf(node["description"]);
        node["description"] = string.IsNullOrEmpty(description) ? words : $"{description}\n\n{words}";
    }
}
