using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>Reads tools. Those that the caller runs become functions, whatever their form; those of a namespace stand by themselves.</summary>
internal static class ResponsesToolReader
{
    /// <summary>Where what a namespace says of itself is kept: with its first tool.</summary>
    public const string SpaceDescription = "namespace_description";

    private static readonly byte[][] _function = JsonNames.Of("type", "name", "description", "parameters", "strict");
    private static readonly byte[][] _custom = JsonNames.Of("type", "name", "description");
    private static readonly byte[][] _search = JsonNames.Of("type", "execution", "description", "parameters");
    private static readonly byte[][] _builtIn = JsonNames.Of("type", "name");

    /// <summary>Reads an array of tools, at the current place.</summary>
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
        var type = json.TakeString(tool, "type"u8);
        switch (type)
        {
            case "function":
                into.Add(ReadFunction(json, tool, space));
                break;
            case "custom":
                into.Add(ReadCustom(json, tool, space));
                break;
            case "namespace":
                ReadSpace(json, tool, into);
                break;
            case ResponsesToolNames.Search when json.FindString(tool, "execution"u8) == "client":
                into.Add(ReadSearch(json, tool));
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
