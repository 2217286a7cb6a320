using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Chat;

/// <summary>Writes the tools of a request, and which of them must be called.</summary>
internal static class OpenAIChatToolWriter
{
    private static readonly RawJson _noParameters = RawJson.Parse("""{"type":"object","properties":{}}""");

    public static void Write(Utf8JsonWriter json, ChatRequest request, LossSink losses)
    {
        var isOpen = false;
        foreach (var tool in request.Tools)
        {
            if (tool is Tool.BuiltIn builtIn && !OpenAIChatExtensions.IsOwn(tool.Extensions))
            {
                losses.Add($"tools.{builtIn.Kind}");
                continue;
            }

            if (!isOpen)
            {
                json.WriteStartArray("tools"u8);
                isOpen = true;
            }

            WriteTool(json, tool, losses);
        }

        if (isOpen)
        {
            json.WriteEndArray();
            WriteChoice(json, request, losses);
        }
    }

    private static void WriteTool(Utf8JsonWriter json, Tool tool, LossSink losses)
    {
        if (tool.Cache is not null)
        {
            losses.Add("cache_control");
        }

        json.WriteStartObject();
        if (tool is Tool.Function custom && OpenAIChatCustom.Is(custom))
        {
            OpenAIChatCustom.WriteTool(json, custom);
            json.WriteEndObject();
            return;
        }

        if (tool is Tool.Function function)
        {
            json.WriteString("type"u8, "function"u8);
            WriteFunction(json, function);
        }
        else
        {
            json.WriteString("type"u8, ((Tool.BuiltIn)tool).Kind);
        }

        json.WriteExtensions(tool.Extensions, losses, "tools.");
        json.WriteEndObject();
    }

    private static void WriteFunction(Utf8JsonWriter json, Tool.Function function)
    {
        json.WriteStartObject("function"u8);
        json.WriteString("name"u8, function.Name);
        if (function.Description is { } description)
        {
            json.WriteText("description"u8, description);
        }

        json.WriteRaw("parameters"u8, function.Parameters ?? _noParameters);
        if (function.Strict is { } strict)
        {
            json.WriteBoolean("strict"u8, strict);
        }

        json.WriteEndObject();
    }

    private static void WriteChoice(Utf8JsonWriter json, ChatRequest request, LossSink losses)
    {
        switch (request.ToolChoice)
        {
            case null:
                break;
            case ToolChoice.Specific specific when !Offers(request, specific.Name):
                losses.Add("tool_choice");
                break;
            case ToolChoice.Specific specific:
                var kind = OpenAIChatCustom.NamesOf(request.Tools).Contains(specific.Name) ? OpenAIChatCustom.Kind : "function";
                json.WriteStartObject("tool_choice"u8);
                json.WriteString("type"u8, kind);
                json.WriteStartObject(kind);
                json.WriteString("name"u8, specific.Name);
                json.WriteEndObject();
                json.WriteEndObject();
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

    private static bool Offers(ChatRequest request, string name)
    {
        foreach (var tool in request.Tools)
        {
            if (tool is Tool.Function function && function.Name == name)
            {
                return true;
            }
        }

        return false;
    }

    private static ReadOnlySpan<byte> Word(ToolChoice choice) => choice switch
    {
        ToolChoice.None => "none"u8,
        ToolChoice.Required => "required"u8,
        _ => "auto"u8,
    };
}
