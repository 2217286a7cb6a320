using System.Text;
using System.Text.Json;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Application.Tokens;

/// <summary>Spells tools the way in which models are shown them.</summary>
internal static class ToolText
{
    private static readonly JsonDocumentOptions _options = new() { MaxDepth = 512 };

    /// <summary>Spells tools.</summary>
    /// <param name="tools">The tools.</param>
    /// <param name="asTypes">Whether the models are shown type definitions; else JSON.</param>
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
