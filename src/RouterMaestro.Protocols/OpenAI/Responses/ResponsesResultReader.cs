using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>Reads calls of tools and their results, which must find their calls.</summary>
/// <param name="json">The request.</param>
/// <param name="tools">Takes the tools that a search found.</param>
internal sealed class ResponsesResultReader(JsonRequest json, List<Tool> tools)
{
    private static readonly byte[][] _call = JsonNames.Of(
        "type", "id", "call_id", "status", "name", "namespace", "arguments", "input", "execution");

    private static readonly byte[][] _result = JsonNames.Of("type", "id", "call_id", "status", "name", "namespace", "output");

    // by id, whether the call was kept
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

    /// <summary>Notes a call that cannot be kept, so that its result can be dropped too.</summary>
    public void Drop(JsonElement item)
    {
        if (json.Document.FindString(item, "call_id"u8) is { } id)
        {
            _calls.TryAdd(id, false);
        }
    }

    /// <returns>The result; null when there is nothing to be told, as its call was not the caller's to answer.</returns>
    public ToolResultPart? Read(JsonElement item, string type)
    {
        var isSearch = type == "tool_search_output";
        if (isSearch)
        {
            ReadTools(item);
        }

        var id = isSearch ? json.FindString(item, "call_id"u8) : json.TakeString(item, "call_id"u8);
        if (id is not null && _calls.TryGetValue(id, out var isKept))
        {
            return isKept ? new(id, isSearch ? Found(item) : ContentOf(item)) { Extensions = isSearch ? Extensions.None : ReadExtensions(item) } : null;
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

    /// <summary>A search answers with the definitions themselves.</summary>
    private EquatableArray<ContentPart> Found(JsonElement item) =>
        item.Find("tools"u8) is { ValueKind: JsonValueKind.Array } found ? [new TextPart(json.Document.RawOf(found).ToString())] : [];

    private Extensions ReadExtensions(JsonElement item) => json.Document.ReadExtensions(item, WireProtocol.OpenAIResponses, _result);
}
