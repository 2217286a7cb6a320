using System.Text;
using System.Text.Json;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Application.Tokens;

/// <summary>Writes tools in the form in which providers show them to models.</summary>
internal static class ToolText
{
    private static readonly JsonDocumentOptions _options = new() { MaxDepth = 512 };

    /// <summary>Writes tools.</summary>
    /// <param name="tools">The tools.</param>
    /// <param name="asTypes">True for type definitions, false for JSON.</param>
    public static string Of(IReadOnlyList<Tool.Function> tools, bool asTypes) => asTypes ? AsTypes(tools) : AsJson(tools);

    private static string AsTypes(IReadOnlyList<Tool.Function> tools)
    {
        var text = new TypeText();
        foreach (var tool in tools)
        {
            using var schema = tool.Parameters is { } parameters ? JsonDocument.Parse(parameters.Utf8, _options) : null;
            text.Add(tool.Name, tool.Description?.ToString() ?? "", schema?.RootElement ?? default);
        }

        return text.End();
    }

    private static string AsJson(IReadOnlyList<Tool.Function> tools)
    {
        var text = new StringBuilder();
        foreach (var tool in tools)
        {
            text.Append("{\"description\": \"").Append(tool.Description?.ToString()).Append("\", \"name\": \"").Append(tool.Name).Append('"');
            if (tool.Parameters is { } parameters)
            {
                text.Append(", \"parameters\": ").Append(SchemaText.Of(parameters.Utf8.Span));
            }

            text.Append("}\n");
        }

        return text.ToString();
    }
}

/// <summary>Writes JSON in the form in which providers show it to models: in one line, with a space after each comma and colon.</summary>
internal static class SchemaText
{
    private static readonly JsonReaderOptions _options = new() { MaxDepth = 512 };

    /// <summary>Writes a value.</summary>
    /// <param name="utf8">The value, which is known to be valid.</param>
    public static string Of(ReadOnlySpan<byte> utf8)
    {
        var text = new StringBuilder(utf8.Length + (utf8.Length / 8));
        var reader = new Utf8JsonReader(utf8, _options);
        var isFirst = true;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    text.Append((char)reader.ValueSpan[0]);
                    isFirst = false;
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    Separate(text, isFirst).Append((char)reader.ValueSpan[0]);
                    isFirst = true;
                    break;
                case JsonTokenType.PropertyName:
                    Separate(text, isFirst).Append('"').Append(reader.GetString()).Append("\": ");
                    isFirst = true;
                    break;
                case JsonTokenType.String:
                    Separate(text, isFirst).Append('"').Append(reader.GetString()).Append('"');
                    isFirst = false;
                    break;
                default:
                    Separate(text, isFirst).Append(Encoding.UTF8.GetString(reader.ValueSpan));
                    isFirst = false;
                    break;
            }
        }

        return text.ToString();
    }

    private static StringBuilder Separate(StringBuilder text, bool isFirst) => isFirst ? text : text.Append(", ");
}
