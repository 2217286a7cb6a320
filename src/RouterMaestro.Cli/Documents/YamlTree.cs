using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace RouterMaestro.Cli.Documents;

/// <summary>Reads YAML as the tree of JSON with the same values.</summary>
internal static class YamlTree
{
    private const string Merge = "<<";
    private const int MaxDepth = 64;

    // anchors can repeat each other until no memory is left
    private const int MaxNodes = 200_000;

    /// <summary>Reads the first document of a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The document; null if the text holds none, or if it is null.</returns>
    /// <exception cref="FormatException">The text is not valid.</exception>
    public static JsonNode? Parse(string text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException exception)
        {
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"is not valid YAML (line {exception.Start.Line}, column {exception.Start.Column})"), exception);
        }

        return stream.Documents is [var document, ..] ? new Conversion().Convert(document.RootNode, depth: 0) : null;
    }

    private sealed class Conversion
    {
        private int _nodes;

        public JsonNode? Convert(YamlNode node, int depth)
        {
            if (depth > MaxDepth || ++_nodes > MaxNodes)
            {
                throw new FormatException("holds too much: its anchors repeat each other, or it is nested too deep");
            }

            return node switch
            {
                YamlMappingNode mapping => ConvertMapping(mapping, depth),
                YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(child => Convert(child, depth + 1))]),
                YamlScalarNode scalar => ConvertScalar(scalar),
                _ => null,
            };
        }

        private JsonObject ConvertMapping(YamlMappingNode mapping, int depth)
        {
            JsonObject members = [];
            foreach (var (key, value) in mapping.Children.Where(child => NameOf(child.Key) != Merge))
            {
                members[NameOf(key)] = Convert(value, depth + 1);
            }

            // what is merged in gives way to what is written here
            foreach (var (_, merged) in mapping.Children.Where(child => NameOf(child.Key) == Merge))
            {
                var sources = merged is YamlSequenceNode several ? several.Children : [merged];
                foreach (var (name, value) in sources.OfType<YamlMappingNode>().SelectMany(source => ConvertMapping(source, depth + 1)).ToArray())
                {
                    members.TryAdd(name, value?.DeepClone());
                }
            }

            return members;
        }

        private static string NameOf(YamlNode key) => (key as YamlScalarNode)?.Value ?? key.ToString();

        private static JsonValue? ConvertScalar(YamlScalarNode scalar) => scalar switch
        {
            { Value: null } => null,
            { Style: not ScalarStyle.Plain } => JsonValue.Create(scalar.Value),
            { Value: "" or "~" or "null" or "Null" or "NULL" } => null,
            { Value: "true" or "True" or "TRUE" } => JsonValue.Create(true),
            { Value: "false" or "False" or "FALSE" } => JsonValue.Create(false),
            _ when decimal.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
            _ => JsonValue.Create(scalar.Value),
        };
    }
}
