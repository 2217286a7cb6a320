using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.ForeignContent;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Chat.Wire;

namespace RouterMaestro.Protocols.OpenAI.Chat.Requests;

/// <summary>Reads the tools of a request, as <c>tools</c> and as the legacy <c>functions</c>.</summary>
internal static class OpenAIChatToolReader
{
    /// <summary>The type of a function that Moonshot runs itself, such as $web_search (cloudwego/eino#541).</summary>
    private const string ProviderFunction = "builtin_function";

    private static readonly byte[][] _tool = JsonNames.Of("type", "function", "cache_control");
    private static readonly byte[][] _function = JsonNames.Of("name", "description", "parameters", "strict");
    private static readonly byte[][] _custom = JsonNames.Of("name", "description", "type", "cache_control");
    private static readonly byte[][] _builtIn = JsonNames.Of("type", "cache_control");

    /// <summary>Reads the tools that the model may call.</summary>
    public static EquatableArray<Tool> Read(JsonRequest json)
    {
        List<Tool> tools = [];
        ReadEach(json, "tools", tools, ReadTool);
        ReadEach(json, "functions", tools, static (json, function) => ReadFunction(json, function));
        if (FindAllowed(json) is { ValueKind: JsonValueKind.Object } allowed)
        {
            RemoveDisallowed(json, allowed, tools);
        }

        return tools.ToEquatableArray();
    }

    /// <summary>Reads <c>tool_choice</c>, or the legacy <c>function_call</c>.</summary>
    /// <param name="json">The request.</param>
    /// <param name="choice">The choice; null if there is none.</param>
    /// <returns>False if the canonical model cannot hold the choice.</returns>
    public static bool TryReadChoice(JsonRequest json, out ToolChoice? choice)
    {
        choice = null;
        var choiceValue = json.Root.Find("tool_choice"u8);
        var isLegacy = choiceValue.ValueKind == JsonValueKind.Undefined;
        var name = isLegacy ? "function_call" : "tool_choice";
        choiceValue = isLegacy ? json.Root.Find("function_call"u8) : choiceValue;
        using (json.At(name))
        {
            switch (choiceValue.ValueKind)
            {
                case JsonValueKind.Undefined:
                    return true;
                case JsonValueKind.String:
                    choice = ReadChoiceValue(json, json.Document.TextOf(choiceValue).ToString());
                    return true;
                case JsonValueKind.Object:
                    choice = isLegacy ? new ToolChoice.Specific(json.TakeString(choiceValue, "name"u8)) : ReadChoiceObject(json, choiceValue);
                    return choice is not null;
                default:
                    throw json.Wrong("must be a string or an object");
            }
        }
    }

    private static ToolChoice? ReadChoiceValue(JsonRequest json, string value)
    {
        switch (value)
        {
            case "auto":
                return new ToolChoice.Auto();
            case "none":
                return new ToolChoice.None();
            case "required" or "any":
                return new ToolChoice.Required();
            default:
                json.Losses.Add("tool_choice");
                return null;
        }
    }

    private static JsonElement FindAllowed(JsonRequest json) =>
        json.Root.Find("tool_choice"u8) is { ValueKind: JsonValueKind.Object } choice ? choice.Find("allowed_tools"u8) : default;

    /// <summary>Removes the tools that <c>allowed_tools</c> does not name, which has the same effect for every provider.</summary>
    private static void RemoveDisallowed(JsonRequest json, JsonElement allowed, List<Tool> tools)
    {
        HashSet<string> names = [];
        foreach (var tool in allowed.Find("tools"u8).Elements().Where(t => t.ValueKind == JsonValueKind.Object))
        {
            var kind = json.Document.FindString(tool, "type"u8) ?? "function";
            names.Add(FindName(json, tool, kind) ?? kind);
        }

        tools.RemoveAll(t => !names.Contains(t is Tool.Function function ? function.Name : ((Tool.BuiltIn)t).Name ?? ((Tool.BuiltIn)t).Kind));
    }

    private static ToolChoice? ReadChoiceObject(JsonRequest json, JsonElement choice)
    {
        if (FindAllowed(json) is { ValueKind: JsonValueKind.Object } allowed)
        {
            return json.Document.FindString(allowed, "mode"u8) == "required" ? new ToolChoice.Required() : new ToolChoice.Auto();
        }

        var kind = json.FindObject(choice, "custom"u8).ValueKind == JsonValueKind.Object ? OpenAIChatCustomTools.Kind : "function";
        var function = json.FindObject(choice, System.Text.Encoding.ASCII.GetBytes(kind));
        if (function.ValueKind != JsonValueKind.Object)
        {
            return ForeignTools.ReadChoice(json, choice);
        }

        using (json.At(kind))
        {
            return new ToolChoice.Specific(json.TakeString(function, "name"u8));
        }
    }

    private static void ReadEach(JsonRequest json, string name, List<Tool> tools, Func<JsonRequest, JsonElement, Tool> read)
    {
        var at = 0;
        var elements = json.FindArray(json.Root, System.Text.Encoding.UTF8.GetBytes(name)).Elements();
        using (json.At(name))
        {
            foreach (var tool in elements)
            {
                using (json.At(at++))
                {
                    tools.Add(tool.ValueKind == JsonValueKind.Object ? read(json, tool) : throw json.Wrong("must be an object"));
                }
            }
        }
    }

    private static Tool ReadTool(JsonRequest json, JsonElement tool)
    {
        var cache = OpenAIChatContentReader.ReadCache(json, tool);
        var function = json.FindObject(tool, "function"u8);
        if (function.ValueKind != JsonValueKind.Object || json.FindString(tool, "type"u8) == ProviderFunction)
        {
            var kind = json.FindString(tool, "type"u8) ?? (ForeignTools.IsFunction(tool) ? "function" : json.TakeString(tool, "type"u8));
            if (kind == OpenAIChatCustomTools.Kind && json.FindObject(tool, "custom"u8) is { ValueKind: JsonValueKind.Object } custom)
            {
                using (json.At(kind))
                {
                    return ReadCustom(json, custom) with { Cache = cache };
                }
            }

            if (kind != ProviderFunction && ForeignTools.IsFunction(tool))
            {
                return ForeignTools.Read(json, tool) with { Cache = cache };
            }

            if (kind == OpenAIChatCustomTools.Kind && tool.Find("name"u8).ValueKind == JsonValueKind.String)
            {
                // flat, as in Responses
                return ReadCustom(json, tool) with { Cache = cache };
            }

            return kind != "function"
                ? new Tool.BuiltIn(kind, FindName(json, tool, kind)) { Cache = cache, Extensions = json.Document.ReadOwnExtensions(tool, WireProtocol.OpenAIChat, _builtIn) }
                : throw json.Wrong("function"u8, "is required");
        }

        using (json.At("function"))
        {
            return ReadFunction(json, function) with { Cache = cache, Extensions = json.Document.ReadExtensions(tool, WireProtocol.OpenAIChat, _tool) };
        }
    }

    /// <summary>Reads a custom tool as a function with one argument, the form in which other protocols get it.</summary>
    private static Tool.Function ReadCustom(JsonRequest json, JsonElement custom)
    {
        var name = json.TakeString(custom, "name"u8);
        var grammar = json.FindObject(custom, "format"u8) is { ValueKind: JsonValueKind.Object } format
            ? format.Find("grammar"u8) is { ValueKind: JsonValueKind.Object } nested ? nested : format
            : default;
        List<ExtensionField>? fields = null;
        json.Document.Collect(custom, _custom, OpenAIChatCustomTools.MemberPrefix, ref fields);
        return new(name, json.FindText(custom, "description"u8), FreeText.Schema(json.Document, grammar))
        {
            Alias = new(ToolForm.FreeText, name),
            Extensions = new(WireProtocol.OpenAIChat, fields?.ToEquatableArray() ?? []),
        };
    }

    private static Tool.Function ReadFunction(JsonRequest json, JsonElement function)
    {
        var schema = json.FindObject(function, "parameters"u8);
        // members of the inner object have no place in the canonical model; those of the tool itself are extensions
        foreach (var unknown in json.Document.ReadExtensions(function, WireProtocol.OpenAIChat, _function).Fields)
        {
            json.Losses.Add($"tools.function.{unknown.Name}");
        }

        return new(
            json.TakeString(function, "name"u8),
            json.FindText(function, "description"u8),
            schema.ValueKind == JsonValueKind.Object ? json.Document.RawOf(schema) : null)
        {
            Strict = json.FindBool(function, "strict"u8),
        };
    }

    /// <summary>Returns the name of a tool, which is in the object named after its type.</summary>
    private static string? FindName(JsonRequest json, JsonElement tool, string kind)
    {
        var details = tool.TryGetProperty(kind, out var member) && member.ValueKind == JsonValueKind.Object ? member : tool;
        return details.Find("name"u8) is { ValueKind: JsonValueKind.String } name ? json.Document.TextOf(name).ToString() : null;
    }
}
