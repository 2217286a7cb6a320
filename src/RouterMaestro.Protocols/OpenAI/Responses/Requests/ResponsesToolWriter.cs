using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Responses.Wire;
using RouterMaestro.Protocols.OpenAI.Shared;

namespace RouterMaestro.Protocols.OpenAI.Responses.Requests;

/// <summary>Writes the tools of a request in the form in which the caller declared them, and the tool choice.</summary>
internal static class ResponsesToolWriter
{
    public static void Write(Utf8JsonWriter json, ChatRequest request, RequestTarget target, LossSink losses)
    {
        var tools = request.Tools.Where(t => CanWrite(t, losses)).ToList();
        if (tools.Count == 0)
        {
            return;
        }

        json.WriteStartArray("tools"u8);
        for (var at = 0; at < tools.Count;)
        {
            at = SpaceOf(tools[at]) is { } space ? WriteSpace(json, tools, at, space, target, losses) : WriteOne(json, tools, at, target, losses);
        }

        json.WriteEndArray();
        WriteChoice(json, request, losses);
    }

    private static bool CanWrite(Tool tool, LossSink losses)
    {
        if (tool.Cache is not null)
        {
            losses.Add("cache_control");
        }

        if (tool is Tool.BuiltIn builtIn && tool.Extensions.Protocol is { } protocol && protocol != WireProtocol.OpenAIResponses)
        {
            losses.Add($"tools.{builtIn.Kind}");
            return false;
        }

        return true;
    }

    private static string? SpaceOf(Tool tool) => (tool as Tool.Function)?.Alias?.Namespace;

    private static int WriteOne(Utf8JsonWriter json, List<Tool> tools, int at, RequestTarget target, LossSink losses)
    {
        WriteTool(json, tools[at], target, losses);
        return at + 1;
    }

    /// <summary>Writes consecutive tools of one namespace.</summary>
    /// <returns>The index of the next tool.</returns>
    private static int WriteSpace(Utf8JsonWriter json, List<Tool> tools, int at, string space, RequestTarget target, LossSink losses)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "namespace"u8);
        json.WriteString("name"u8, space);
        json.WritePropertyName("description"u8);
        json.WriteRawValue(DescriptionOf(tools[at]).Utf8.Span, skipInputValidation: true);
        json.WriteStartArray("tools"u8);
        do
        {
            WriteTool(json, tools[at++], target, losses);
        }
        while (at < tools.Count && SpaceOf(tools[at]) == space && !ResponsesExtensions.Has(tools[at].Extensions, ResponsesToolReader.SpaceDescription));

        json.WriteEndArray();
        json.WriteEndObject();
        return at;
    }

    private static RawJson DescriptionOf(Tool tool)
    {
        foreach (var field in tool.Extensions.Fields)
        {
            if (field.Name == ResponsesToolReader.SpaceDescription)
            {
                return field.Value;
            }
        }

        return RawJson.Parse("\"\"");
    }

    private static void WriteTool(Utf8JsonWriter json, Tool tool, RequestTarget target, LossSink losses)
    {
        json.WriteStartObject();
        if (tool is Tool.Function function)
        {
            WriteFunction(json, function, target, losses);
        }
        else
        {
            WriteBuiltIn(json, (Tool.BuiltIn)tool);
        }

        var extensions = tool.Extensions with
        {
            Fields = tool.Extensions.Fields.Where(f => f.Name != ResponsesToolReader.SpaceDescription).ToEquatableArray(),
        };
        json.WriteExtensions(extensions, WireProtocol.OpenAIResponses, losses, "tools.");
        json.WriteEndObject();
    }

    private static void WriteBuiltIn(Utf8JsonWriter json, Tool.BuiltIn tool)
    {
        json.WriteString("type"u8, tool.Kind);
        if (tool.Name is { } name)
        {
            json.WriteString("name"u8, name);
        }
    }

    private static void WriteFunction(Utf8JsonWriter json, Tool.Function function, RequestTarget target, LossSink losses)
    {
        var form = function.Alias?.Form ?? ToolForm.Function;
        json.WriteString("type"u8, form switch
        {
            ToolForm.FreeText => "custom"u8,
            ToolForm.Search => "tool_search"u8,
            _ => "function"u8,
        });
        if (form == ToolForm.Search)
        {
            json.WriteString("execution"u8, "client"u8);
        }
        else
        {
            json.WriteString("name"u8, function.Alias?.Name ?? function.Name);
        }

        if (function.Description is { } description)
        {
            json.WriteText("description"u8, description);
        }

        if (form == ToolForm.FreeText)
        {
            return;
        }

        var schema = OpenAISchemas.ForTool(function, target, losses);
        json.WriteRaw("parameters"u8, schema);
        if (form == ToolForm.Function)
        {
            // Responses, unlike Chat and Messages, enforces the schema if strict is absent, and OpenAI refuses schemas that are
            // not closed then
            json.WriteBoolean("strict"u8, OpenAISchemas.StrictnessOf(function, schema, losses) ?? false);
        }
    }

    private static void WriteChoice(Utf8JsonWriter json, ChatRequest request, LossSink losses)
    {
        switch (request.ToolChoice)
        {
            case null:
                break;
            case ToolChoice.Specific specific when Find(request, specific.Name) is { } function:
                json.WriteStartObject("tool_choice"u8);
                json.WriteString("type"u8, function.Alias?.Form == ToolForm.FreeText ? "custom"u8 : "function"u8);
                json.WriteString("name"u8, function.Alias?.Name ?? function.Name);
                json.WriteEndObject();
                break;
            case ToolChoice.Specific:
                losses.Add("tool_choice");
                break;
            default:
                json.WriteString("tool_choice"u8, Word(request.ToolChoice));
                break;
        }

        if (request.ParallelToolCalls is { } parallel)
        {
            json.WriteBoolean("parallel_tool_calls"u8, parallel);
        }
    }

    private static Tool.Function? Find(ChatRequest request, string name) => request.Tools.OfType<Tool.Function>().FirstOrDefault(f => f.Name == name);

    private static ReadOnlySpan<byte> Word(ToolChoice choice) => choice switch
    {
        ToolChoice.None => "none"u8,
        ToolChoice.Required => "required"u8,
        _ => "auto"u8,
    };
}
