using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RouterMaestro.Cli.Documents;

/// <summary>Reads JSON as people write it into settings: with comments and commas at the end of lists.</summary>
internal static class JsonText
{
    private static readonly JsonDocumentOptions _lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The value; null if it is null.</returns>
    /// <exception cref="FormatException">The text is not valid.</exception>
    public static JsonNode? Parse(string text)
    {
        try
        {
            var node = JsonNode.Parse(text, documentOptions: _lenient);

            // a name that is there twice is found only when the members are read
            _ = (node as JsonObject)?.Count;
            return node;
        }
        catch (JsonException exception)
        {
            throw new FormatException(string.Create(
                CultureInfo.InvariantCulture, $"is not valid JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1})"), exception);
        }
        catch (ArgumentException exception)
        {
            throw new FormatException("names a member twice", exception);
        }
    }

    /// <summary>Returns a text that is not blank; null if the value is something else.</summary>
    public static string? TextOf(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;
}
