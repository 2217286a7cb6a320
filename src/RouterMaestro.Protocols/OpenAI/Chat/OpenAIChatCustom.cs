using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Chat;

/// <summary>Tools of this dialect that take free text. Those that other dialects know in another form go to its servers as functions.</summary>
internal static class OpenAIChatCustom
{
    /// <summary>The dialect's name for such a tool, and for the member that holds it.</summary>
    public const string Kind = "custom";

    /// <summary>Where the members that belong into that object are kept.</summary>
    public const string Place = Kind + ".";

    public static bool Is(Tool.Function function) => function.Alias?.Form == ToolForm.FreeText && OpenAIChatExtensions.IsOwn(function.Extensions);

    /// <summary>Gets the names of those among the tools.</summary>
    public static HashSet<string> NamesOf(IEnumerable<Tool> tools) => [.. tools.OfType<Tool.Function>().Where(Is).Select(f => f.Name)];

    /// <summary>Writes the members of a tool.</summary>
    public static void WriteTool(Utf8JsonWriter json, Tool.Function function)
    {
        json.WriteString("type"u8, Kind);
        json.WriteStartObject(Kind);
        json.WriteString("name"u8, function.Name);
        if (function.Description is { } description)
        {
            json.WriteText("description"u8, description);
        }

        foreach (var field in function.Extensions.Fields)
        {
            json.WritePropertyName(field.Name.AsSpan(Place.Length));
            json.WriteRawValue(field.Value.Utf8.Span, skipInputValidation: true);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes the members of a call.</summary>
    public static void WriteCall(Utf8JsonWriter json, ToolCallPart call)
    {
        json.WriteString("type"u8, Kind);
        json.WriteStartObject(Kind);
        json.WriteString("name"u8, call.Name);
        json.WriteText("input"u8, FreeText.Unwrap(call));
        json.WriteEndObject();
    }
}
