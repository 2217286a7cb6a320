using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.ForeignContent;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Responses.Wire;

namespace RouterMaestro.Protocols.OpenAI.Responses.Requests;

/// <summary>Reads tools. Tools that the caller runs become functions, whatever their form. The tools of a namespace are read one by one.</summary>
internal static class ResponsesToolReader
{
    /// <summary>The name of the extension that holds the description of a namespace, on its first tool.</summary>
    public const string SpaceDescription = "namespace_description";

    private static readonly byte[][] _function = JsonNames.Of("type", "name", "description", "parameters", "strict");
    private static readonly byte[][] _custom = JsonNames.Of("type", "name", "description");
    private static readonly byte[][] _search = JsonNames.Of("type", "execution", "description", "parameters");
    private static readonly byte[][] _builtIn = JsonNames.Of("type", "name");

    /// <summary>Reads an array of tools and adds them to a list.</summary>
    public static void Read(JsonRequest json, JsonElement tools, List<Tool> into, string? space = null)
    {
        var at = 0;
        foreach (var tool in tools.Elements())
        {
            using (json.At(at++))
            {
                if (tool.ValueKind != JsonValueKind.Object)
                {
                    throw json.Wrong("must be an object");
                }

                ReadTool(json, tool, into, space);
            }
        }
    }

    private static void ReadTool(JsonRequest json, JsonElement tool, List<Tool> into, string? space)
    {
        var type = json.FindString(tool, "type"u8) ?? (ForeignTools.IsFunction(tool) ? "" : json.TakeString(tool, "type"u8));
        switch (type)
        {
            case "function":
                into.Add(ReadFunction(json, tool, space));
                break;
            case "custom" when tool.Find("input_schema"u8).ValueKind != JsonValueKind.Object:
                into.Add(ReadCustom(json, tool, space));
                break;
            case "namespace":
                ReadSpace(json, tool, into);
                break;
            case ResponsesToolNames.Search when json.FindString(tool, "execution"u8) == "client":
                into.Add(ReadSearch(json, tool));
                break;
            case "" or "custom" when ForeignTools.IsFunction(tool):
                into.Add(ForeignTools.Read(json, tool));
                break;
            default:
                into.Add(new Tool.BuiltIn(type, json.Document.FindString(tool, "name"u8))
                {
                    Extensions = json.Document.ReadOwnExtensions(tool, WireProtocol.OpenAIResponses, _builtIn),
                });
                break;
        }
    }

    private static Tool.Function ReadFunction(JsonRequest json, JsonElement tool, string? space)
    {
        if (tool.Find("name"u8).ValueKind == JsonValueKind.Undefined && ForeignTools.IsFunction(tool))
        {
            return ForeignTools.Read(json, tool);
        }

        var name = json.TakeString(tool, "name"u8);
        return new(ResponsesToolNames.Flatten(space, name), json.FindText(tool, "description"u8), SchemaOf(json, tool))
        {
            Strict = json.FindBool(tool, "strict"u8),
            Alias = ResponsesToolNames.AliasOf(ToolForm.Function, space, name),
            Extensions = ReadExtensions(json, tool, _function),
        };
    }

    private static Tool.Function ReadCustom(JsonRequest json, JsonElement tool, string? space)
    {
        var name = json.TakeString(tool, "name"u8);
        var schema = FreeText.Schema(json.Document, json.FindObject(tool, "format"u8));
        return new(ResponsesToolNames.Flatten(space, name), json.FindText(tool, "description"u8), schema)
        {
            Alias = ResponsesToolNames.AliasOf(ToolForm.FreeText, space, name),
            Extensions = ReadExtensions(json, tool, _custom),
        };
    }

    private static Tool.Function ReadSearch(JsonRequest json, JsonElement tool) =>
        new(ResponsesToolNames.Search, json.FindText(tool, "description"u8), SchemaOf(json, tool))
        {
            Alias = ResponsesToolNames.AliasOf(ToolForm.Search, null, ResponsesToolNames.Search),
            Extensions = ReadExtensions(json, tool, _search),
        };

    private static void ReadSpace(JsonRequest json, JsonElement tool, List<Tool> into)
    {
        var first = into.Count;
        var name = json.TakeString(tool, "name"u8);
        var tools = json.FindArray(tool, "tools"u8);
        using (json.At("tools"))
        {
            Read(json, tools, into, name);
        }

        if (into.Count > first && tool.Find("description"u8) is { ValueKind: JsonValueKind.String } description)
        {
            var field = new ExtensionField(SpaceDescription, json.Document.RawOf(description));
            into[first] = into[first] with { Extensions = new(WireProtocol.OpenAIResponses, [.. into[first].Extensions.Fields, field]) };
        }
    }

    private static RawJson? SchemaOf(JsonRequest json, JsonElement tool) =>
        json.FindObject(tool, "parameters"u8) is { ValueKind: JsonValueKind.Object } schema ? json.Document.RawOf(schema) : null;

    private static Extensions ReadExtensions(JsonRequest json, JsonElement tool, byte[][] known) =>
        json.Document.ReadExtensions(tool, WireProtocol.OpenAIResponses, known);
}

/// <summary>Reads calls of tools that the caller runs, which have the same form in responses and in later requests.</summary>
internal static class ResponsesCallReader
{
    /// <summary>Returns the form of call of an item type; null if it is not a call or the provider runs it.</summary>
    public static ToolForm? FormOf(JsonBody document, JsonElement item, string? type) => type switch
    {
        "function_call" => ToolForm.Function,
        "custom_tool_call" => ToolForm.FreeText,
        "tool_search_call" when document.FindString(item, "execution"u8) == "client" => ToolForm.Search,
        _ => null,
    };

    /// <summary>Reads a call.</summary>
    /// <param name="document">The document.</param>
    /// <param name="item">The item.</param>
    /// <param name="form">Its form.</param>
    /// <param name="id">The id that its result refers to.</param>
    public static ToolCallPart Read(JsonBody document, JsonElement item, ToolForm form, string id)
    {
        var space = document.FindString(item, "namespace"u8);
        var name = form == ToolForm.Search ? ResponsesToolNames.Search : document.FindString(item, "name"u8) ?? "";
        var flat = ResponsesToolNames.Flatten(space, name);
        var call = form switch
        {
            ToolForm.FreeText => new ToolCallPart(id, flat, FreeText.Wrap(document.FindText(item, "input"u8) ?? JsonText.Empty)),
            _ when item.Find("arguments"u8) is { ValueKind: JsonValueKind.Object } arguments => new ToolCallPart(id, flat, document.RawOf(arguments)),
            _ => JsonCalls.Make(id, flat, document.FindText(item, "arguments"u8)),
        };
        return call with { Alias = ResponsesToolNames.AliasOf(form, space, name) };
    }
}

/// <summary>Reads tool calls and their results. A result without its call is refused.</summary>
/// <param name="json">The request.</param>
/// <param name="tools">Receives the tools that a search found.</param>
internal sealed class ResponsesResultReader(JsonRequest json, List<Tool> tools)
{
    private static readonly byte[][] _call = JsonNames.Of(
        "type", "id", "call_id", "status", "name", "namespace", "arguments", "input", "execution");

    private static readonly byte[][] _result = JsonNames.Of("type", "id", "call_id", "status", "name", "namespace", "output");

    // by id, true if the call is in the request
    private readonly Dictionary<string, bool> _calls = [];

    public ToolCallPart ReadCall(JsonElement item, ToolForm form)
    {
        var id = json.TakeString(item, "call_id"u8);
        if (form != ToolForm.Search)
        {
            json.TakeString(item, "name"u8);
        }

        _calls[id] = true;
        return ResponsesCallReader.Read(json.Document, item, form, id) with
        {
            Extensions = json.Document.ReadExtensions(item, WireProtocol.OpenAIResponses, _call),
        };
    }

    /// <summary>Notes the calls that stand in contents, as blocks of Messages do, and checks that calls and results are where they can be.</summary>
    public void Check(List<ContentPart> parts, Role role)
    {
        foreach (var part in parts)
        {
            switch (part)
            {
                case ToolCallPart call when role == Role.Assistant:
                    _calls[call.Id] = true;
                    break;
                case ToolCallPart:
                    throw json.Wrong("content"u8, "has a tool_use block, which only the model writes");
                case ToolResultPart when role != Role.User:
                    throw json.Wrong("content"u8, "has a tool_result block, which belongs into a user message");
                case ToolResultPart result when !_calls.ContainsKey(result.CallId):
                    throw json.Wrong("content"u8, "has a tool_result block that names no call of an earlier item");
            }
        }
    }

    /// <summary>Marks a call as dropped, so that its result is dropped too.</summary>
    public void Drop(JsonElement item)
    {
        if (json.Document.FindString(item, "call_id"u8) is { } id)
        {
            _calls.TryAdd(id, false);
        }
    }

    /// <summary>Reads a result.</summary>
    /// <returns>The result; null if its call was dropped, or if it is a search without a known call.</returns>
    public ToolResultPart? Read(JsonElement item, string type)
    {
        var isSearch = type == "tool_search_output";
        if (isSearch)
        {
            ReadTools(item);
        }

        var id = isSearch ? json.FindString(item, "call_id"u8) : json.TakeString(item, "call_id"u8);
        if (id is not null && _calls.TryGetValue(id, out var isSent))
        {
            return isSent ? new(id, isSearch ? Found(item) : ContentOf(item)) { Extensions = isSearch ? Extensions.None : ReadExtensions(item) } : null;
        }

        return isSearch ? null : throw json.Wrong("call_id"u8, "names no call of an earlier item");
    }

    private EquatableArray<ContentPart> ContentOf(JsonElement item)
    {
        List<ContentPart> parts = [];
        using (json.At("output"))
        {
            ResponsesContentReader.Read(json, item.Find("output"u8), parts);
        }

        return parts.ToEquatableArray();
    }

    private void ReadTools(JsonElement item)
    {
        var found = json.FindArray(item, "tools"u8);
        using (json.At("tools"))
        {
            ResponsesToolReader.Read(json, found, tools);
        }
    }

    /// <summary>Returns the result of a search: the definitions of the tools, as text.</summary>
    private EquatableArray<ContentPart> Found(JsonElement item) =>
        item.Find("tools"u8) is { ValueKind: JsonValueKind.Array } found ? [new TextPart(json.Document.RawOf(found).ToString())] : [];

    private Extensions ReadExtensions(JsonElement item) => json.Document.ReadExtensions(item, WireProtocol.OpenAIResponses, _result);
}
