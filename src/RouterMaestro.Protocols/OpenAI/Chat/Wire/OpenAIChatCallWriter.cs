using System.Globalization;
using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Chat.Wire;

/// <summary>Writes the tool calls of requests and responses.</summary>
internal static class OpenAIChatCallWriter
{
    /// <summary>Writes a call.</summary>
    /// <param name="json">The writer, inside <c>tool_calls</c>.</param>
    /// <param name="call">The call.</param>
    /// <param name="isCustom">Whether the reader declared the tool as a custom tool, which takes free text.</param>
    /// <param name="losses">Receives the members that cannot be written.</param>
    /// <param name="signature">The members of its signature, as a JSON object; null if there are none besides its extensions.</param>
    public static void Write(Utf8JsonWriter json, ToolCallPart call, bool isCustom, LossSink losses, string? signature = null)
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

        if (signature is not null)
        {
            OpenAIChatCallSignatures.Write(json, signature);
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
            // arguments that are not valid JSON are sent as the model wrote them
            json.WriteString("arguments"u8, broken);
        }
        else
        {
            json.WriteString("arguments"u8, call.Arguments.Utf8.Span);
        }

        json.WriteEndObject();
    }
}

/// <summary>Custom tools, which take free text. Free-text tools that were declared in another protocol are sent to Chat servers as functions.</summary>
internal static class OpenAIChatCustomTools
{
    /// <summary>The type of a custom tool, and the member that holds it.</summary>
    public const string Kind = "custom";

    /// <summary>The prefix of extensions that are members of that object.</summary>
    public const string MemberPrefix = Kind + ".";

    /// <summary>Returns true if the function was declared as a custom tool in a Chat request.</summary>
    public static bool IsCustom(Tool.Function function) => function.Alias?.Form == ToolForm.FreeText && OpenAIChatExtensions.IsOwn(function.Extensions);

    /// <summary>Returns the names of the custom tools.</summary>
    public static HashSet<string> GetNames(IEnumerable<Tool> tools) => [.. tools.OfType<Tool.Function>().Where(IsCustom).Select(f => f.Name)];

    /// <summary>Writes the members of a custom tool.</summary>
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
            json.WritePropertyName(field.Name.AsSpan(MemberPrefix.Length));
            json.WriteRawValue(field.Value.Utf8.Span, skipInputValidation: true);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes the members of a call of a custom tool.</summary>
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
    public static string ForMissingCall(int position) => string.Create(CultureInfo.InvariantCulture, $"call_{position}");
}
