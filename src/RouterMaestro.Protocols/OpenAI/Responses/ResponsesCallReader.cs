using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>Reads calls of tools that the caller runs, which answers and later requests have in the same form.</summary>
internal static class ResponsesCallReader
{
    /// <summary>Tells in which form a type of item calls; null when it is no call, or one that the provider runs.</summary>
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
