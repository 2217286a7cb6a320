using System.Globalization;
using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Chat.Wire;

/// <summary>Writes a tool call, as requests and answers have it.</summary>
internal static class OpenAIChatCallWriter
{
    /// <summary>Writes a call.</summary>
    /// <param name="json">Takes the call.</param>
    /// <param name="call">The call.</param>
    /// <param name="isCustom">Whether who reads it knows the tool as one that takes free text.</param>
    /// <param name="losses">Takes what the dialect cannot say.</param>
    public static void Write(Utf8JsonWriter json, ToolCallPart call, bool isCustom, LossSink losses)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, call.Id);
        if (isCustom)
        {
            OpenAIChatCustomTools.WriteCall(json, call);
        }
        else
        {
            WriteFunction(json, call);
        }

        json.WriteExtensions(call.Extensions, losses, "messages.");
        json.WriteEndObject();
    }

    private static void WriteFunction(Utf8JsonWriter json, ToolCallPart call)
    {
        json.WriteString("type"u8, "function"u8);
        json.WriteStartObject("function"u8);
        json.WriteString("name"u8, call.Name);
        if (call.BrokenArguments is { } broken)
        {
            json.WriteString("arguments"u8, broken);
        }
        else
        {
            json.WriteString("arguments"u8, call.Arguments.Utf8.Span);
        }

        json.WriteEndObject();
    }
}

/// <summary>Tools of this dialect that take free text. Those that other dialects know in another form go to its servers as functions.</summary>
internal static class OpenAIChatCustomTools
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

/// <summary>The ids that the gateway makes.</summary>
internal static class OpenAIChatIds
{
    /// <summary>The prefix of a response's id.</summary>
    public const string ResponsePrefix = "chatcmpl-";

    /// <summary>Returns an id for a tool call that the provider or client sent without one.</summary>
    /// <param name="position">The position among the calls of the response or request, from 0.</param>
    public static string ForMissing(int position) => string.Create(CultureInfo.InvariantCulture, $"call_{position}");
}
